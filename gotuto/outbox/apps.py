from django.apps import AppConfig

from gotuto import work


class OutboxConfig(AppConfig):
    name = "gotuto.outbox"
    label = "gotuto_outbox"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.outbox import delivery

        work.register("events", delivery.deliver_one)
