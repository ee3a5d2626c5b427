from gotuto.modules import Figure, Gauge, Gauges, Grant, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role

_UNSENT = """
SELECT CASE status WHEN 'refused' THEN 'failed' ELSE status END, count(*) FROM notification_notification
WHERE status IN ('queued', 'sending', 'refused', 'unknown') GROUP BY status
"""


class NotificationConfig(ModuleConfig):
    name = "contexts.notification"
    label = "notification"
    verbose_name = "Notifications"

    grants = (
        Grant(Role.SUPPORT, sees=("notification",), does="sends mails again"),
        Grant(Role.BILLING, sees=("notification",)),
    )

    resources = (Resource("notifications"),)
    purged = {"mail_paces": "contexts.notification.statements.delete_old_paces"}
    menu = (MenuItem("Sales", 40, "Notifications", "mail", "notification_notification"),)
    figures = (
        Figure(
            place=50,
            title="Mails not sent",
            icon="mark_email_unread",
            number="SELECT count(*) FROM notification_notification WHERE status IN ('refused', 'unknown')",
            model="notification_notification",
            query="delivery=unsent",
            trouble="mails",
            look="notifications list",
        ),
    )
    gauges = (Gauges(("state",), (Gauge("gotuto_mails", "Mails that are not sent, by state."),), _UNSENT),)
