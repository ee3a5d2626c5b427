from django.apps import AppConfig

from gotuto import work


class NotificationConfig(AppConfig):
    name = "contexts.notification"
    label = "notification"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from contexts.notification import facade, receivers  # noqa: F401
        from contexts.notification.use_cases.sending import SOURCE

        work.register(SOURCE, facade.send_one)
