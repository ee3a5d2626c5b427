from gotuto import retention as policies
from gotuto import wakeups
from gotuto.modules import MenuItem, ModuleConfig


class ActionsConfig(ModuleConfig):
    name = "gotuto.actions"
    label = "gotuto_actions"
    verbose_name = "Actions"

    menu = (MenuItem("Machinery", 45, "Actions over many rows", "checklist", "gotuto_actions_run"),)

    def ready(self) -> None:
        super().ready()
        from gotuto.actions import retention, running

        wakeups.register(running.QUEUE, running.run_due)
        policies.register("actions", retention.delete_old_runs)
