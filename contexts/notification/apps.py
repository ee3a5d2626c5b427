from gotuto.modules import Figure, Gauge, Gauges, MenuItem, ModuleConfig, Resource

_UNSENT = """
SELECT state, count(*) FROM notification_notification WHERE state IN ('queued', 'sending', 'failed', 'unknown')
GROUP BY state
"""


class NotificationConfig(ModuleConfig):
    name = "contexts.notification"
    label = "notification"
    verbose_name = "Notifications"

    queues = {"notification.mails": "contexts.notification.use_cases.send_one"}
    resources = (Resource("notifications"),)
    menu = (MenuItem("Sales", 40, "Notifications", "mail", "notification_notification"),)
    figures = (
        Figure(
            place=50,
            title="Mails not sent",
            icon="mark_email_unread",
            number="SELECT count(*) FROM notification_notification WHERE state IN ('failed', 'unknown')",
            model="notification_notification",
            is_trouble=True,
        ),
    )
    gauges = (Gauges(("state",), (Gauge("gotuto_mails", "Mails that are not sent, by state."),), _UNSENT),)
