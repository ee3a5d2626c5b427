from django.apps import AppConfig

from gotuto import housekeeping, wakeups


class OutboxConfig(AppConfig):
    name = "gotuto.outbox"
    label = "gotuto_outbox"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gotuto.outbox import delivery, publication, retention

        wakeups.register(publication.QUEUE, delivery.deliver_due)
        housekeeping.register("events", retention.delete_old_events)
