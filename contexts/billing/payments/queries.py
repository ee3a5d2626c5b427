"""Questions about payments."""

from django.db.models import Q, QuerySet

from contexts.billing.payments import dto, models
from contexts.billing.payments.errors import PaymentNotFound
from gotuto.db.listing import Listing
from gotuto.ids import FeeId, InvoiceId, PaymentId
from gotuto.paging import Page, PageRequest


def _of_invoice(invoice_id: InvoiceId) -> Q:
    booked = models.Allocation.objects.select_related(None).filter(invoice_id=invoice_id)
    return Q(pk__in=booked.values("payment_id"))


def _of_fee(fee_id: FeeId) -> Q:
    booked = models.Allocation.objects.select_related(None).filter(fee_id=fee_id)
    return Q(pk__in=booked.values("payment_id"))


def _unallocated(wanted: bool) -> Q:
    return Q(amount__gt=models.SPENT) if wanted else Q(amount=models.SPENT)


PAYMENTS = Listing(
    filters=dto.PaymentFilter,
    orderings={"booked_at": "received_at", "amount": "currency, amount"},
    default="-booked_at",
    special={"invoice_id": _of_invoice, "fee_id": _of_fee, "unallocated": _unallocated},
)


def get_payment(*, payment_id: PaymentId) -> dto.Payment:
    """A payment with its entries. Raises PaymentNotFound."""
    row = _payments().filter(pk=payment_id).first()
    if row is None:
        raise PaymentNotFound(payment_id=payment_id)
    return row.to_dto()


def list_payments(*, filters: dto.PaymentFilter, page: PageRequest) -> Page[dto.Payment]:
    """Payments, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return PAYMENTS.page(_payments(), filters=filters, page=page, to_dto=models.Payment.to_dto)


def _payments() -> QuerySet[models.Payment]:
    return models.Payment.objects.filter(client__isnull=False).prefetch_related("allocations")
