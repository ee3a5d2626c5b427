"""Lines of bank statements in the back office: what each may be, and what somebody decides about it."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from contexts.billing.bankstatements import models, queries, use_cases
from contexts.billing.bankstatements.dto import LineState, Part, Proposal, Share
from contexts.billing.clients.models import Client
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.domain import UNPAID
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.invoices.models import Invoice
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question, WithReason
from gotuto.backoffice import BackOffice, acting
from gotuto.display import badge, money, page_link
from gotuto.finding import by_id, by_value
from gotuto.form_fields import NumberField
from gotuto.ids import ClientId, FeeId, InvoiceId
from gotuto.money import Money
from gotuto.money_fields import per_currency
from gotuto.roles import Role

_INVOICE = "admin:billing_invoice_change"
# Of which claim a field of the form is.
_INVOICE_PART, _FEE_PART = "part_", "fee_"
_COLOURS = {
    LineState.MATCHED: "success", LineState.PROPOSED: "warning", LineState.OPEN: "warning", LineState.PARKED: "info",
}  # fmt: skip


class AcceptForm(Question):
    """Which of its proposals a line is."""

    def __init__(self, *args: Any, row: models.StatementLine, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        choices = [(place, _in_words(one)) for place, one in enumerate(row.proposed(), start=1)]
        self.fields["proposal"] = forms.TypedChoiceField(coerce=int, choices=choices, widget=UnfoldAdminSelectWidget)


class SplitForm(Question):
    """Whose money it is, and how much of it settles which invoices and fees."""

    client = forms.ModelChoiceField(Client.objects.none(), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, row: models.StatementLine, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        known = {one.client_id for one in row.proposed() if one.client_id}
        self.fields["client"].queryset = Client.objects.filter(pk__in=known).order_by("name")  # type: ignore[attr-defined]
        owed = Invoice.objects.filter(
            client__in=known, currency=row.currency, status__in=UNPAID, kind=InvoiceKind.INVOICE
        )
        for invoice in owed.order_by("due_date", "id")[:20]:
            self.fields[f"{_INVOICE_PART}{invoice.pk}"] = _part(str(invoice), f"{invoice.account().due} are due.")
        fees = Fee.objects.filter(invoice__client__in=known, currency=row.currency, state=FeeState.OPEN)
        for fee in fees.select_related("invoice").order_by("created_at", "id")[:20]:
            of = f"{fee.claim().open} are open, beside {fee.invoice}."
            self.fields[f"{_FEE_PART}{fee.pk}"] = _part(f"Fee, {fee.step}", of)


def _part(label: str, owed: str) -> NumberField:
    return NumberField(
        required=False,
        max_digits=19,
        decimal_places=4,
        label=label,
        help_text=f"{owed} Empty for nothing of it; what is left is the client's balance.",
        widget=UnfoldAdminDecimalFieldWidget,
    )


def _in_words(one: Proposal) -> str:
    told = (f"{part.amount} of the fee" if part.fee_id else str(part.amount) for part in one.parts)
    amounts = ", ".join(told) or "nothing is settled"
    return f"{one.score}: {amounts} ({'; '.join(one.reasons)})"


@admin.register(models.StatementLine)
class StatementLineAdmin(BackOffice):
    role = Role.BILLING
    listing = queries.LINES
    linked_by = ("statement",)
    finders = (by_id("id", "statement_id", "payment_id"), by_value("key"))
    list_display = ("booked_on", "name", "shown_amount", "shown_text", "shown_state", "score", "note")
    list_display_links = ("booked_on", "name")
    ordering = ("-booked_on",)
    actions_detail = ("accept", "split", "park")
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    fields = readonly_fields = (
        *(
            "shown_state",
            "shown_amount",
            "booked_on",
            "name",
            "iban",
            "text",
            "structured",
            "end_to_end",
            "bank_reference",
        ),
        *("is_reversal", "shown_proposals", "score", "note", "statement", "account", "payment", "key", "decided_by"),
        *("decided_at", "version"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.StatementLine]:
        rows: QuerySet[models.StatementLine] = super().get_queryset(request)
        return rows.select_related("statement", "account", "payment")

    @display(description="decided by", empty_value="-")
    def decided_by(self, row: models.StatementLine) -> str:
        return self.reference(row, "actor")

    @display(description="amount", ordering=per_currency("amount", "currency"))
    def shown_amount(self, row: models.StatementLine) -> str:
        return money(row.money)

    @display(description="text")
    def shown_text(self, row: models.StatementLine) -> str:
        return row.text[:80]

    @display(description="state")
    def shown_state(self, row: models.StatementLine) -> str:
        return badge(row.state, _COLOURS.get(LineState(row.state), "default"))

    @display(description="what it may be", empty_value="-")
    def shown_proposals(self, row: models.StatementLine) -> str:
        offered = row.proposed()
        ids = {part.invoice_id for one in offered for part in one.parts}
        numbers = dict(Invoice.objects.filter(pk__in=ids).values_list("pk", "number"))
        return format_html_join(
            "", "<p>{} {}: {}</p>", ((badge(str(one.score), "info"), _links(one, numbers), "; ".join(one.reasons)) for one in offered)
        )  # fmt: skip

    @row_action(
        description="Accept",
        words="The line is booked as the proposal says.",
        form_class=AcceptForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.is_waiting and bool(row.proposals),
    )
    def accept(self, row: models.StatementLine, *, proposal: int, now: datetime) -> None:
        use_cases.accept_line(line_id=row.pk, proposal=proposal, actor=acting(), now=now)

    @row_action(
        description="Split",
        words="The line is shared out to invoices and fees of one client; what is left is the client's balance.",
        form_class=SplitForm,
        when=lambda row: row.is_waiting and row.amount > 0 and any(one.client_id for one in row.proposed()),
    )
    def split(self, row: models.StatementLine, *, client: Client, now: datetime, **given: Decimal | None) -> None:
        parts = [_share(name, Money(amount, row.currency)) for name, amount in given.items() if amount]
        use_cases.split_line(line_id=row.pk, parts=parts, client_id=ClientId(client.pk), actor=acting(), now=now)

    @row_action(
        description="Park",
        words="The line is put aside until somebody knows more.",
        form_class=WithReason,
        when=lambda row: row.is_waiting,
    )
    def park(self, row: models.StatementLine, *, reason: str, now: datetime) -> None:
        use_cases.park_line(line_id=row.pk, reason=reason, actor=acting(), now=now)


def _share(name: str, amount: Money) -> Share:
    if name.startswith(_FEE_PART):
        return Share(fee_id=FeeId(UUID(name.removeprefix(_FEE_PART))), amount=amount)
    return Share(invoice_id=InvoiceId(UUID(name.removeprefix(_INVOICE_PART))), amount=amount)


def _links(one: Proposal, numbers: dict[Any, str | None]) -> str:
    links = [(_link(part, f"{numbers.get(part.invoice_id)}"), part.amount) for part in one.parts]
    return format_html_join(", ", "{} with {}", links) or "nothing of an invoice"


def _link(part: Part, number: str) -> str:
    if part.fee_id:
        return page_link("admin:billing_fee_change", part.fee_id, f"fee beside {number}")
    return page_link(_INVOICE, part.invoice_id, number)
