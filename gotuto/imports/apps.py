from gotuto.modules import Grant, Lag, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role

_SEEN = ("import", "importproblem")


class ImportsConfig(ModuleConfig):
    name = "gotuto.imports"
    label = "gotuto_imports"
    verbose_name = "Import and export"

    grants = tuple(
        Grant(role, sees=_SEEN, does="imports and exports tables as files")
        for role in (Role.CATALOG, Role.STOCK, Role.BILLING)
    )
    resources = (Resource("imports"),)
    purged = {"imports": "gotuto.imports.retention.delete_old_imports"}
    lags = (
        Lag(
            "imports",
            "SELECT extract(epoch FROM clock_timestamp() - min(due_at)) FROM gotuto_imports_import"
            " WHERE status IN ('validating', 'running')",
        ),
    )
    menu = (
        MenuItem("Goods", 95, "Import and export", "import_export", "gotuto_imports_import"),
        MenuItem("Goods", 96, "Problems of imports", "report", "gotuto_imports_importproblem"),
    )

    def ready(self) -> None:
        super().ready()
        from gotuto import wakeups
        from gotuto.imports import staging, working

        wakeups.register(staging.QUEUE, working.work_due, is_patient=True)
