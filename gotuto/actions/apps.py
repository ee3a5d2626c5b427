from gotuto.modules import MenuItem, ModuleConfig


class ActionsConfig(ModuleConfig):
    name = "gotuto.actions"
    label = "gotuto_actions"
    verbose_name = "Actions"

    queues = {"actions": "gotuto.actions.running.run_due"}
    purged = {"actions": "gotuto.actions.retention.delete_old_runs"}
    menu = (MenuItem("Machinery", 45, "Actions over many rows", "checklist", "gotuto_actions_run"),)
