from django.apps import AppConfig

from gotuto import housekeeping, work


class OutboxConfig(AppConfig):
    name = "gotuto.outbox"
    label = "gotuto_outbox"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.outbox import delivery, retention

        work.register("events", delivery.deliver_one)
        housekeeping.register("events", retention.delete_old_events)
