"""What the tests of billing say in one word."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from contexts.billing.credits.dto import LineCredit
from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.invoices import dto
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.payments.use_cases import record_payment
from gotuto import capabilities
from gotuto.address import Address
from gotuto.db import execute
from gotuto.ids import CustomerId, InvoiceId, OrderId
from tests.billing.lines import eur as eur
from tests.billing.lines import line as line
from tests.clients import Api
from tests.factories import BuyerFactory, InvoiceFactory


def guest(name: str = "Ada") -> dto.Buyer:
    made: dto.Buyer = BuyerFactory(name=name)
    return made


def customer(customer_id: UUID) -> dto.Buyer:
    address = Address(name="Ada", line1="Square 1", postal_code="10115", city="Berlin", country="DE")
    return dto.Buyer(name="Ada", email="ada@example.com", address=address, customer_id=CustomerId(customer_id))


def draft(
    *, now: datetime, total: str = "12.50", buyer: dto.Buyer | None = None, order_id: OrderId | None = None
) -> dto.Invoice:
    """An invoice that was opened for an order."""
    given = {"order_id": order_id} if order_id else {}
    made: dto.Invoice = InvoiceFactory(buyer=buyer or guest(), lines=[line(total)], now=now, **given)
    return made


def issued(*, now: datetime, total: str = "12.50", buyer: dto.Buyer | None = None) -> dto.Invoice:
    """An invoice that was sent to the buyer."""
    invoice = draft(now=now, total=total, buyer=buyer)
    issue_invoice(invoice_id=invoice.id, now=now)
    return get_invoice(invoice_id=invoice.id, of_client=None)


def open_mail(invoice_id: UUID | str, **headers: str) -> int:
    """Open the link to a document as a mail has it; the status of the answer."""
    ends = datetime.now(UTC) + timedelta(days=1)
    token = capabilities.issue(kind="document", subject_id=UUID(str(invoice_id)), expires_at=ends)
    return int(Api().get(f"invoices/{invoice_id}/document/?token={token}", **headers).status_code)


def pay(invoice_id: InvoiceId, amount: str, *, now: datetime, reference: str = "R-1") -> dto.Invoice:
    return record_payment(
        invoice_id=invoice_id, amount=eur(amount), method="bank_transfer", reference=reference, now=now
    )


def credit(
    invoice_id: InvoiceId, amount: str | None = None, *, now: datetime, reason: str = "Returned", **lines: int
) -> dto.Invoice:
    """A credit note over all that is due, an amount, or so many pieces of the lines with these SKUs."""
    invoice = get_invoice(invoice_id=invoice_id, of_client=None)
    return credit_invoice(
        invoice_id=invoice_id,
        reason=reason,
        amount=None if amount is None else eur(amount),
        lines=[LineCredit(line_id=one.id, quantity=lines[one.sku]) for one in invoice.lines if one.sku in lines],
        now=now,
    )


def voided_before(*, now: datetime, total: str = "12.50") -> dto.Invoice:
    """A numbered invoice that a release without credit notes voided."""
    invoice = issued(now=now, total=total)
    Invoice.objects.filter(id=invoice.id).update(status="void", void_reason="Cancelled")
    return get_invoice(invoice_id=invoice.id, of_client=None)


def many_drafts(*, now: datetime) -> None:
    """So many that the planner would rather use an index than read them all."""
    draft(now=now)
    execute(
        """
        INSERT INTO billing_invoice (id, order_id, client_id, buyer, status, legal_entity, series, currency, net, tax, total,
                                     amount_paid, void_reason, created_at, updated_at, version)
        SELECT gen_random_uuid(), gen_random_uuid(), client_id, buyer, status, legal_entity, series, currency, net, tax, total,
               0, '', created_at - n * interval '1 second', updated_at, 1
        FROM billing_invoice, generate_series(1, 5000) AS n
        """
    )
    execute("ANALYZE billing_invoice")


def told(name: str) -> list[dict[str, object]]:
    """The facts of all published events of this name."""
    from gotuto.outbox.models import Event

    return list(Event.objects.filter(name=name).order_by("sequence").values_list("data", flat=True))
