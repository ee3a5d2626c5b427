"""Notification's refusals."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import NotificationId


class NotificationNotFound(NotFound):
    """There is no such notification, or none that the asker may see."""

    code = "notification.not_found"
    text = "There is no notification with the id {notification_id}."
    notification_id: NotificationId


class NotificationUnderway(Conflict):
    """The mail is waiting to be sent or just being sent."""

    code = "notification.underway"
    text = "The notification {notification_id} is on its way already. Wait for what comes of it."
    notification_id: NotificationId
