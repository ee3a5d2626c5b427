from django.apps import AppConfig

from gotuto import wakeups


class NotificationConfig(AppConfig):
    name = "contexts.notification"
    label = "notification"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from contexts.notification import receivers, use_cases  # noqa: F401
        from contexts.notification.use_cases.sending import QUEUE

        wakeups.register(QUEUE, use_cases.send_one)
