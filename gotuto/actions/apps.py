from gotuto.modules import Lag, MenuItem, ModuleConfig


class ActionsConfig(ModuleConfig):
    name = "gotuto.actions"
    label = "gotuto_actions"
    verbose_name = "Actions"

    queues = {"actions": "gotuto.actions.running.run_due"}
    purged = {"actions": "gotuto.actions.retention.delete_old_runs"}
    lags = (
        Lag(
            "actions",
            "SELECT extract(epoch FROM clock_timestamp() - min(due_at)) FROM gotuto_actions_run WHERE state = 'running'",
        ),
    )
    menu = (MenuItem("Machinery", 45, "Actions over many rows", "checklist", "gotuto_actions_run"),)
