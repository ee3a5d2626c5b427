from gotuto.modules import ModuleConfig


class NotificationConfig(ModuleConfig):
    name = "contexts.notification"
    label = "notification"
    verbose_name = "Notifications"
    queues = {"notification.mails": "contexts.notification.use_cases.send_one"}
