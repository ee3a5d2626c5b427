from django.apps import AppConfig

from gotuto import housekeeping, wakeups


class SagasConfig(AppConfig):
    name = "gotuto.sagas"
    label = "gotuto_sagas"
    verbose_name = "Sagas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.sagas import engine, retention, runs

        wakeups.register(runs.QUEUE, engine.run_due)
        housekeeping.register("sagas", retention.delete_old_sagas)
