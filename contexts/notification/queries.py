"""Notification's questions."""

from contexts.notification import dto, models
from contexts.notification.errors import NotificationNotFound
from gotuto.db import paginate
from gotuto.ids import CustomerId, NotificationId
from gotuto.paging import Page, PageRequest


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
    """Notifications, newest first, with `of_customer` only theirs; sorted by `created_at`."""
    wanted = {name: value for name, value in vars(filters).items() if value is not None}
    own = {} if of_customer is None else {"customer_id": of_customer}
    if filters.state is not None:
        wanted["status"] = models.STATUSES[wanted.pop("state")]
    return paginate(
        models.Notification.objects.filter(**wanted, **own),
        page,
        orderings={"created_at": "created_at"},
        default="-created_at",
        filters=filters,
        to_dto=models.Notification.to_dto,
    )
