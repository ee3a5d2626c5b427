"""Notifications over HTTP: staff who see mails see all, customers what was written to them."""

from uuid import UUID

from rest_framework.request import Request

from contexts.notification import dto, queries
from gotuto.http import SIGNED_IN, Endpoint, ListQuery, operation, principal
from gotuto.ids import CustomerId, NotificationId
from gotuto.paging import Page


def _seen_by(request: Request) -> CustomerId | None:
    asking = principal(request)
    # Somebody who is neither a customer nor granted to see them sees nobody's.
    return None if asking.sees("notification.notification") else asking.customer_id or CustomerId(UUID(int=0))


class Notifications(Endpoint):
    @operation(allow=SIGNED_IN, listing=queries.NOTIFICATIONS, returns=Page[dto.Notification])
    def get(self, request: Request, *, query: ListQuery[dto.NotificationFilter]) -> Page[dto.Notification]:
        """Mails, newest first: a customer's own, or all of them for staff."""
        return queries.list_notifications(filters=query.filters, of_customer=_seen_by(request), page=query.page)


class Notification(Endpoint):
    @operation(allow=SIGNED_IN, returns=dto.Notification)
    def get(self, request: Request, *, notification_id: UUID) -> dto.Notification:
        """One mail as it was written."""
        return queries.get_notification(notification_id=NotificationId(notification_id), of_customer=_seen_by(request))
