"""Notification's refusals."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import NotificationId


class NotificationNotFound(NotFound):
    """There is no such notification, or none that the asker may see."""

    code = "notification.not_found"

    def __init__(self, *, notification_id: NotificationId) -> None:
        super().__init__(f"There is no notification with the id {notification_id}.")


class NotificationUnderway(Conflict):
    """The mail is waiting to be sent or just being sent."""

    code = "notification.underway"

    def __init__(self, *, notification_id: NotificationId) -> None:
        super().__init__(f"The notification {notification_id} is on its way already. Wait for what comes of it.")
