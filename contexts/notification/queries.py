"""Notification's questions."""

from django.db.models import Q

from contexts.notification import dto, models
from contexts.notification.errors import NotificationNotFound
from gotuto.db.listing import Listing
from gotuto.ids import CustomerId, NotificationId
from gotuto.paging import Page, PageRequest
from gotuto.text.email_address import spellings

NOTIFICATIONS = Listing(
    filters=dto.NotificationFilter,
    orderings={"created_at": "created_at"},
    default="-created_at",
    special={
        "recipient": lambda email: Q(recipient__in=spellings(email)),
        "state": lambda state: Q(status=models.STATUSES[state]),
    },
)


def get_notification(*, notification_id: NotificationId, of_customer: CustomerId | None) -> dto.Notification:
    """One notification; with `of_customer` only if it went to him. Raises NotificationNotFound."""
    rows = models.Notification.objects.filter(pk=notification_id)
    row = (rows if of_customer is None else rows.filter(customer_id=of_customer)).first()
    if row is None:
        raise NotificationNotFound(notification_id=notification_id)
    return row.to_dto()


def list_notifications(
    *, filters: dto.NotificationFilter, page: PageRequest, of_customer: CustomerId | None
) -> Page[dto.Notification]:
    """Notifications, newest first, with `of_customer` only theirs. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Notification.objects.all()
    own = rows if of_customer is None else rows.filter(customer_id=of_customer)
    to_dto = models.Notification.to_dto
    return NOTIFICATIONS.page(own, filters=filters, page=page, to_dto=to_dto, within=of_customer)
