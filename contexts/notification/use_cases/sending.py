"""Sending again, because a person wants it; the first time the kernel sends what is queued (`gotuto.outbound`)."""

from datetime import datetime

from contexts.notification import dto, models
from contexts.notification.errors import NotificationNotFound, NotificationUnderway
from gotuto.db import fetch, lock, unit_of_work
from gotuto.ids import NotificationId
from gotuto.outbound import retrying
from gotuto.outbound.errors import CallUnderway


@unit_of_work
def resend(*, notification_id: NotificationId, now: datetime) -> dto.Notification:
    """Send a mail again because a person wants it, whatever came of it. Raises NotificationNotFound, NotificationUnderway."""

    def missing() -> NotificationNotFound:
        return NotificationNotFound(notification_id=notification_id)

    row = lock(models.Notification, notification_id, missing=missing)
    try:
        retrying.queue_again(row, now=now)
    except CallUnderway:
        raise NotificationUnderway(notification_id=notification_id) from None
    return fetch(models.Notification, notification_id, missing=missing).to_dto()
