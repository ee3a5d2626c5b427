"""Questions about refunds."""

from collections.abc import Sequence

from django.db.models import Q

from contexts.billing.refunds import domain, dto
from contexts.billing.refunds.dto import BY_HAND, RefundStatus
from contexts.billing.refunds.errors import RefundNotFound
from contexts.billing.refunds.models import Refund
from gotuto.db.listing import Listing
from gotuto.ids import CustomerId, OrderId, RefundId
from gotuto.paging import Page, PageRequest


def _stands(status: RefundStatus) -> Q:
    if status is RefundStatus.WITHDRAWN:
        return Q(withdrawn_at__isnull=False)
    calls = [call for call, told in domain.STATUS_OF_CALL.items() if told is status]
    return Q(status__in=calls, withdrawn_at=None)


REFUNDS = Listing(
    filters=dto.RefundFilter,
    orderings={"requested_at": "requested_at"},
    default="-requested_at",
    special={"status": _stands},
)


def get_refund(*, refund_id: RefundId) -> dto.Refund:
    """Raises RefundNotFound."""
    row = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if row is None:
        raise RefundNotFound(refund_id=refund_id)
    return row.to_dto()


def get_refund_notice(*, refund_id: RefundId) -> dto.RefundNotice:
    """What the payer is told. Raises RefundNotFound."""
    row = Refund.objects.select_related("payment__client").filter(pk=refund_id).first()
    if row is None:
        raise RefundNotFound(refund_id=refund_id)
    payment, client = row.payment, row.payment.client
    assert client is not None
    return dto.RefundNotice(
        email=client.email,
        customer_id=None if client.customer_id is None else CustomerId(client.customer_id),
        amount=row.money,
        paid=payment.money(payment.amount),
        paid_on=payment.day,
    )


def money_back(*, order_id: OrderId) -> Sequence[dto.GoesBack]:
    """What goes back with the cancellation of an order; nothing where nothing was paid."""
    rows = Refund.objects.select_related("payment").filter(order_id=order_id, attempt_id=None, withdrawn_at=None)
    return [
        dto.GoesBack(amount=row.money, is_transfer=row.by == BY_HAND) for row in rows.order_by("requested_at", "id")
    ]


def list_refunds(*, filters: dto.RefundFilter, page: PageRequest) -> Page[dto.Refund]:
    """Refunds, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = Refund.objects.select_related("payment")
    return REFUNDS.page(rows, filters=filters, page=page, to_dto=Refund.to_dto)


def open_refunds(*, order_id: OrderId) -> Sequence[RefundId]:
    """The refunds of an order of which a gateway has not said what became of them."""
    rows = Refund.objects.filter(order_id=order_id, status__in=domain.OPEN).exclude(destination=BY_HAND)
    return [RefundId(key) for key in rows.order_by("id").values_list("id", flat=True)]
