"""The table of invoices and credit notes."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Q, Subquery

from contexts.billing.clients.models import PEOPLE, Client
from contexts.billing.invoices import domain, dto
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.lines.models import discount_of
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.models import SellerVersion
from gotuto import search
from gotuto.events import decode
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

KINDS = [(kind.value, kind.value) for kind in InvoiceKind]
STATUSES = [(status.value, status.value) for status in InvoiceStatus]

# The number of an order as it is compared with what payers write: without strokes, blanks and zeros before the digits.
ORDER_KEY = r"regexp_replace(upper(reference), '[^A-Z0-9]*0*([1-9][0-9]*)$', '\1')"
# What is to be paid of an invoice that is not settled.
DUE = "(total - amount_paid - amount_credited)"

# ISO 4217's code for "no currency", on the row that remembers that an order was given up before it had an invoice.
NO_CURRENCY = "XXX"


def of_order(order_id: OrderId) -> Q:
    """The invoice of an order, and the credit notes on it."""
    # The one invoice that the order has, so that an index finds its credit notes.
    invoice = Invoice.objects.filter(order_id=order_id).values("pk")[:1]
    return Q(order_id=order_id) | Q(credits_invoice_id=Subquery(invoice))


def made_out_to(words: str) -> Q | None:
    """The invoices of those whom these words name; None if they name nobody."""
    buyers = search.found(PEOPLE, words)
    # A number is an order's, and no word of a name.
    return None if buyers is None or words[-1].isdecimal() else Q(client__in=Client.objects.filter(buyers))


def _by_time(payment: Any) -> tuple[Any, ...]:
    return payment.received_at, payment.pk


class Invoice(models.Model):
    """An invoice; without a client the row is a tombstone: its order was given up before an invoice was opened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(null=True, blank=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices", null=True, db_index=False)
    buyer = models.JSONField(null=True)
    status = models.CharField(max_length=8, choices=STATUSES)
    kind = models.CharField(
        max_length=12, choices=KINDS, default=InvoiceKind.INVOICE, db_default=InvoiceKind.INVOICE.value
    )
    legal_entity = models.CharField(max_length=16, default=MAIN)
    # What the seller said of themselves when it was issued; an invoice of a release without sellers has none.
    seller = models.ForeignKey(SellerVersion, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    series = models.CharField(max_length=8, default=domain.SERIES[InvoiceKind.INVOICE])
    year = models.PositiveSmallIntegerField(null=True)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=32, null=True)
    currency = CurrencyField()
    net = AmountField()
    tax = AmountField()
    total = AmountField()
    amount_paid = AmountField(default=Decimal(0))
    # What credit notes took off it.
    amount_credited = AmountField(default=Decimal(0), db_default=Decimal(0))
    prices_include_tax = models.BooleanField(default=True, db_default=True)
    # Off the whole document, gross or net as its prices are.
    discount = AmountField(default=Decimal(0), db_default=Decimal(0))
    discount_reason = models.CharField(max_length=200, default="", db_default="")
    delivered_on = models.DateField(null=True)
    # Where it went: ISO 3166-1 alpha-2.
    deliver_to = models.CharField(max_length=2, default="", db_default="")
    notes = models.TextField(default="", db_default="")
    # How the buyer calls the purchase (EN 16931, BT-10).
    buyer_reference = models.CharField(max_length=64, default="", db_default="")
    # The invoice that a credit note corrects, and why.
    credits_invoice = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="credit_notes", null=True, db_index=False
    )
    credit_reason = models.CharField(max_length=500, default="", db_default="")
    issue_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    void_reason = models.CharField(max_length=500, blank=True)
    # The number of the order, as the buyer knows it.
    reference = models.CharField(max_length=64, default="", db_default="")
    # What its seal vouches for, and what keeps that from being guessed.
    content_hash = models.BinaryField(null=True)
    nonce = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id"], name="billing_invoice_one_per_order"),
            models.UniqueConstraint(
                fields=["legal_entity", "series", "year", "sequence"], name="billing_invoice_number_once"
            ),
            models.UniqueConstraint(fields=["legal_entity", "number"], name="billing_invoice_number_text_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in InvoiceStatus]), name="billing_invoice_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number=None)
                | Q(status="void")
                | Q(status__in=["sent", "paid", "overdue"], number__isnull=False),
                name="billing_invoice_number_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(number=None, year=None, sequence=None, issue_date=None, due_date=None, issued_at=None)
                | Q(number__isnull=False, year__isnull=False, sequence__isnull=False)
                & Q(issue_date__isnull=False, due_date__isnull=False, issued_at__isnull=False),
                name="billing_invoice_issued_whole",
            ),
            models.CheckConstraint(condition=Q(total=F("net") + F("tax")), name="billing_invoice_adds_up"),
            models.CheckConstraint(
                condition=Q(
                    amount_paid__gte=0, amount_credited__gte=0, total__gte=F("amount_paid") + F("amount_credited")
                ),
                name="billing_invoice_not_settled_twice",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(kind="credit_note") | Q(total=F("amount_paid") + F("amount_credited")),
                name="billing_invoice_settled_in_full",
            ),
            # Nothing is owed on a credit note, so that nothing is paid on it, and nothing credits it.
            models.CheckConstraint(
                condition=Q(kind="invoice", credits_invoice=None)
                | Q(kind="credit_note", credits_invoice__isnull=False, order_id=None, amount_paid=0, amount_credited=0),
                name="billing_invoice_credit_note_credits",
            ),
            models.CheckConstraint(condition=Q(discount__gte=0), name="billing_invoice_discount_lowers"),
            models.CheckConstraint(
                condition=Q(client__isnull=False, buyer__isnull=False, total__gt=0) | Q(status="void", number=None),
                name="billing_invoice_has_client",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="billing_invoice_by_time"),
            models.Index(fields=["number", "id"], name="billing_invoice_by_number", condition=Q(number__isnull=False)),
            models.Index(
                fields=["due_date", "id"], name="billing_invoice_by_due_date", condition=Q(due_date__isnull=False)
            ),
            models.Index(fields=["currency", "total", "id"], name="billing_invoice_by_total"),
            models.Index(fields=["client", "created_at", "id"], name="billing_invoice_of_client"),
            models.Index(fields=["status", "due_date", "id"], name="billing_invoice_due"),
            models.Index(fields=["issue_date"], name="billing_invoice_issued", condition=Q(issue_date__isnull=False)),
            models.Index(
                fields=["credits_invoice"], name="billing_invoice_credits", condition=Q(credits_invoice__isnull=False)
            ),
            # What somebody may have paid, by what they wrote or by how much it was.
            models.Index(
                Func(template=ORDER_KEY, output_field=models.TextField()),
                name="billing_invoice_by_order_key",
                condition=Q(number__isnull=False) & ~Q(reference=""),
            ),
            models.Index(
                Func(template=DUE, output_field=AmountField()),
                name="billing_invoice_by_amount_due",
                condition=Q(status__in=["sent", "overdue"]),
            ),
            BrinIndex(fields=["updated_at"], name="billing_invoice_changed", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return self.number or "draft"

    @property
    def of_order(self) -> OrderId | None:
        return None if self.order_id is None else OrderId(self.order_id)

    @property
    def for_order(self) -> OrderId | None:
        """The order that it is about; a credit note is about that of the invoice which it corrects."""
        return self.of_order if self.credits_invoice is None else self.credits_invoice.of_order

    @property
    def is_deletable(self) -> bool:
        return domain.is_deletable(InvoiceStatus(self.status), order_id=self.of_order)

    @property
    def is_voidable(self) -> bool:
        """Whether a person may void it: a draft that no order knows, as one of an order goes with its order."""
        return self.order_id is None and InvoiceStatus(self.status) in domain.ALLOWED_FROM[InvoiceStatus.VOID]

    @property
    def is_unpaid(self) -> bool:
        """Whether it was issued and is not settled."""
        return InvoiceStatus(self.status) in domain.UNPAID

    @property
    def language(self) -> str:
        """Of its documents: the client's, or else the seller's."""
        own = self.client.language if self.client else ""
        return own or (self.seller.told().language if self.seller else Seller.language)

    def account(self) -> domain.Account:
        """How the invoice stands, for the rules."""
        return domain.Account(
            invoice_id=InvoiceId(self.id),
            status=InvoiceStatus(self.status),
            total=self.money(self.total),
            paid=self.money(self.amount_paid),
            credited=self.money(self.amount_credited),
            kind=InvoiceKind(self.kind),
        )

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)

    def to_dto(self) -> dto.Invoice:
        """The invoice with all that hangs on it, as far as it was prefetched without a further statement."""
        # A tombstone is never shown.
        assert self.client_id is not None
        assert self.buyer is not None
        return dto.Invoice(
            id=InvoiceId(self.id),
            kind=InvoiceKind(self.kind),
            number=self.number,
            status=InvoiceStatus(self.status),
            client_id=ClientId(self.client_id),
            order_id=self.of_order,
            reference=self.reference,
            seller=None if self.seller is None else self.seller.told(),
            buyer=decode(dto.Buyer, self.buyer),
            issue_date=self.issue_date,
            due_date=self.due_date,
            lines=tuple(line.to_dto(self.currency) for line in self.lines.all()),
            tax_lines=tuple(line.to_dto(self.currency) for line in self.tax_lines.all()),
            net=self.money(self.net),
            tax=self.money(self.tax),
            total=self.money(self.total),
            prices_include_tax=self.prices_include_tax,
            discount=discount_of(self.discount, self.discount_reason, self.currency),
            **vars(self.particulars()),
            amount_paid=self.money(self.amount_paid),
            amount_credited=self.money(self.amount_credited),
            amount_due=self.account().due,
            settled_by=self.account().settled_by,
            payments=self._payments(),
            created_at=self.created_at,
            version=self.version,
        )

    def _payments(self) -> tuple[dto.InvoicePayment, ...]:
        """What settles it of each payment, in the order in which they came."""
        entries = self.allocations.all()
        parts = {payment: Decimal(0) for payment in sorted({entry.payment for entry in entries}, key=_by_time)}
        for entry in entries:
            parts[entry.payment] += entry.amount
        return tuple(payment.to_invoice_dto(self.money(amount)) for payment, amount in parts.items() if amount)

    def particulars(self) -> dto.Particulars:
        """What stands on it beside its lines."""
        credits_id = self.credits_invoice_id
        return dto.Particulars(
            buyer_reference=self.buyer_reference,
            delivered_on=self.delivered_on,
            deliver_to=self.deliver_to,
            notes=self.notes,
            credits_invoice_id=None if credits_id is None else InvoiceId(credits_id),
            credit_reason=self.credit_reason,
        )

    def to_issued_dto(self) -> dto.IssuedInvoice:
        """What the invoice got when it was issued; the table keeps the three together."""
        assert self.number is not None
        assert self.issue_date is not None
        assert self.due_date is not None
        return dto.IssuedInvoice(
            id=InvoiceId(self.id), number=self.number, issue_date=self.issue_date, due_date=self.due_date
        )
