from django.apps import AppConfig

from gotuto import work


class SagasConfig(AppConfig):
    name = "gotuto.sagas"
    label = "gotuto_sagas"
    verbose_name = "Sagas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.sagas import engine

        work.register("sagas", engine.run_one)
