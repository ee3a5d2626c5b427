"""The page of a payment: what it settles, and the buttons that move it."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelectWidget

from contexts.billing.clients.models import PEOPLE, Client
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.domain import UNPAID
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import models, queries, statements, use_cases
from contexts.billing.payments.admin.booking import EntryInline, amount_field
from contexts.billing.payments.dto import Reversal
from contexts.billing.payments.entries import Claim
from gotuto import search
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question, WithReason
from gotuto.backoffice import BackOffice, acting
from gotuto.display import badge, money, page_link
from gotuto.finding import by_id, by_value, either
from gotuto.ids import FeeId, InvoiceId, PaymentId
from gotuto.inlines import ReadOnlyInline
from gotuto.money_fields import per_currency
from gotuto.roles import Role


class SettledInline(EntryInline):
    """Where the money of a payment went."""

    verbose_name_plural = "what it settles"
    fields = readonly_fields = ("booked_at", "shown_amount", "claim_page", "why", "booked_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Allocation]:
        rows: QuerySet[models.Allocation] = super().get_queryset(request)
        return rows.select_related("payment", "invoice", "fee__invoice")

    @display(description="invoice or fee", empty_value="gone by retention")
    def claim_page(self, row: models.Allocation) -> str:
        if row.fee is not None:
            return page_link("admin:billing_fee_change", row.fee_id, _called(row.fee))
        return (
            "" if row.invoice is None else page_link("admin:billing_invoice_change", row.invoice_id, str(row.invoice))
        )


def _choice(invoices: dict[Claim, str], fees: dict[Claim, str]) -> forms.TypedChoiceField:
    """One of these invoices and fees, by what is said of each."""
    rows = {str(row.pk): row for row in (*invoices, *fees)}
    groups = [
        (name, [(str(row.pk), words) for row, words in told.items()])
        for name, told in (("Invoices", invoices), ("Fees", fees))
        if told
    ]
    return forms.TypedChoiceField(
        coerce=rows.__getitem__,
        choices=[("", "---------"), *groups],
        label="Invoice or fee",
        widget=UnfoldAdminSelectWidget,
    )


def _named(claim: Claim) -> dict[str, Any]:
    return {"fee_id": FeeId(claim.pk)} if isinstance(claim, Fee) else {"invoice_id": InvoiceId(claim.pk)}


class AllocationForm(Question):
    """Which invoice or fee of the client is settled, and with how much."""

    amount = amount_field(required=False)

    def __init__(self, *args: Any, row: models.Payment, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        owed = Invoice.objects.filter(client=row.client_id, currency=row.currency, status__in=UNPAID)
        fees = Fee.objects.filter(invoice__client=row.client_id, currency=row.currency, state=FeeState.OPEN)
        self.fields["claim"] = _choice(
            {one: _with_due(one) for one in owed.order_by("due_date", "id")},
            {one: f"{_called(one)}: {one.claim().open} open" for one in fees.select_related("invoice").order_by("id")},
        )
        left = row.balance().unallocated
        self.fields["amount"].help_text = f"In {left.currency}; {left.amount:,} are left. Empty for all that fits."
        self.order_fields(["claim", "amount"])


def _with_due(row: Invoice) -> str:
    return f"{row}: {row.account().due} due by {row.due_date:%Y-%m-%d}"


class ReleaseForm(WithReason):
    """Off which invoice or fee the payment is taken."""

    def __init__(self, *args: Any, row: models.Payment, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        settled = dict(statements.settled_by(PaymentId(row.pk), row.currency))
        fees = Fee.objects.filter(pk__in=settled).select_related("invoice").order_by("id")
        self.fields["claim"] = _choice(
            {one: f"{one}: {settled[one.pk]}" for one in Invoice.objects.filter(pk__in=settled).order_by("number")},
            {one: f"{_called(one)}: {settled[one.pk]}" for one in fees},
        )
        self.order_fields(["claim", "reason"])


def _called(fee: Fee) -> str:
    return f"fee {fee.step} beside {fee.invoice}"


class ReversalForm(WithReason):
    """How the payment ended."""

    kind = forms.ChoiceField(
        choices=[(Reversal.REVERSAL, "The bank returned it"), (Reversal.CHARGEBACK, "The card's holder took it back")],
        widget=UnfoldAdminSelectWidget,
    )


class UnallocatedFilter(admin.SimpleListFilter):
    """Payments of which a part settles nothing yet."""

    title = "settles nothing yet"
    parameter_name = "unallocated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "A part of it, or all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Payment]) -> QuerySet[models.Payment]:
        return queryset.filter(amount__gt=models.SPENT) if self.value() == "yes" else queryset


def _by_payer(words: str) -> Q | None:
    payers = search.found(PEOPLE, words)
    return None if payers is None else Q(client__in=Client.objects.filter(payers))


class PaymentAdmin(BackOffice):
    """A payment and what became of it; the root of the context adds what other topics do with it."""

    role = Role.BILLING
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    listing = queries.PAYMENTS
    list_display = (
        "reference",
        "client",
        "shown_amount",
        "shown_unallocated",
        "method",
        "channel",
        "came_in_on",
        "state",
    )
    list_filter: tuple[Any, ...] = (UnallocatedFilter,)
    finders = (by_id("id", "client_id", "invoice_id"), either(by_value("reference"), _by_payer))
    search_help_text = "The reference, or words of the payer's name or e-mail address"
    ordering = ("-received_at",)
    actions_detail: tuple[str, ...] = ("allocate", "release", "reverse")
    inlines: tuple[type[ReadOnlyInline], ...] = (SettledInline,)
    fields: tuple[str, ...] = (
        *("reference", "client", "shown_amount", "shown_allocated", "shown_refunded", "shown_unallocated"),
        *("state", "method", "channel", "came_in_on", "received_at", "booked_by", "reason", "reversal_reason"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Payment]:
        rows: QuerySet[models.Payment] = super().get_queryset(request)
        return rows.filter(client__isnull=False).select_related("client")

    @display(description="amount", ordering=per_currency("amount", "currency"))
    def shown_amount(self, row: models.Payment) -> str:
        return money(row.money(row.amount))

    @display(description="settles invoices and fees")
    def shown_allocated(self, row: models.Payment) -> str:
        return money(row.balance().allocated)

    @display(description="sent back")
    def shown_refunded(self, row: models.Payment) -> str:
        return money(row.balance().refunded)

    @display(description="settles nothing yet")
    def shown_unallocated(self, row: models.Payment) -> str:
        return money(row.balance().unallocated)

    @display(description="came in on", ordering="received_on")
    def came_in_on(self, row: models.Payment) -> Any:
        return row.day

    @display(description="state")
    def state(self, row: models.Payment) -> str:
        if row.reversal:
            return badge(row.get_reversal_display(), "danger")
        return badge("open", "warning") if row.balance().unallocated.is_positive else badge("settled", "success")

    @display(description="booked by", empty_value="-")
    def booked_by(self, row: models.Payment) -> str:
        return self.reference(row, "actor")

    @row_action(
        description="Settle",
        words="The money is booked on an invoice or a fee of the same client. Once all of an invoice is paid, its parcel is packed.",
        form_class=AllocationForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.balance().unallocated.is_positive,
    )
    def allocate(self, row: models.Payment, *, claim: Claim, amount: Decimal | None, now: datetime) -> None:
        owed = claim.claim().open if isinstance(claim, Fee) else claim.account().due
        fits = min(owed, row.balance().unallocated)
        use_cases.allocate_payment(
            payment_id=PaymentId(row.pk),
            **_named(claim),
            amount=fits if amount is None else row.money(amount),
            actor=acting(),
            now=now,
        )

    @row_action(
        description="Take off",
        words="The invoice or fee is owed again, and reminders may follow. The money is the client's still.",
        form_class=ReleaseForm,
        when=lambda row: row.balance().allocated.is_positive,
    )
    def release(self, row: models.Payment, *, claim: Claim, reason: str, now: datetime) -> None:
        use_cases.release_payment(payment_id=PaymentId(row.pk), **_named(claim), reason=reason, actor=acting(), now=now)

    @row_action(
        description="Reverse",
        words="The money did not stay with you. What it settled is owed again, and this cannot be taken back.",
        form_class=ReversalForm,
        variant=ActionVariant.DANGER,
        when=lambda row: row.amount > row.amount_refunded + row.amount_reversed,
    )
    def reverse(self, row: models.Payment, *, kind: str, reason: str, now: datetime) -> None:
        use_cases.reverse_payment(
            payment_id=PaymentId(row.pk), kind=Reversal(kind), reason=reason, actor=acting(), now=now
        )
