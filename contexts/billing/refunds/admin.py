"""Refunds in the back office: asked for on the page of a payment, paid out by hand, or withdrawn."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from contexts.billing.payments.admin import PaymentAdmin
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.refunds import models, queries, use_cases
from contexts.billing.refunds.dto import BY_HAND, OnInvoices, RefundStatus
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question, WithReason
from gotuto.backoffice import BackOffice, acting
from gotuto.display import badge, money, page_link
from gotuto.finding import by_id
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import PaymentId, RefundId
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role
from gotuto.story import Fact

COLOURS = {
    RefundStatus.PENDING: "info",
    RefundStatus.SUCCEEDED: "success",
    RefundStatus.FAILED: "danger",
    RefundStatus.UNKNOWN: "warning",
    RefundStatus.WITHDRAWN: "",
}


def standing(row: models.Refund) -> tuple[str, str]:
    """How a refund stands, in a word and its colour."""
    status = row.stands
    if status is RefundStatus.PENDING and row.by == BY_HAND:
        return "to be paid out", "warning"
    return status, COLOURS[status]


def shown_status(row: models.Refund) -> str:
    """The same as a badge."""
    return badge(*standing(row))


class RefundForm(WithReason):
    """How much goes back, and what becomes of the invoices that it settled."""

    amount = NumberField(max_digits=19, decimal_places=4, widget=UnfoldAdminDecimalFieldWidget)
    on_invoices = forms.ChoiceField(
        label="Invoices that it settled",
        choices=[(OnInvoices.CREDIT, "are credited by as much"), (OnInvoices.REOPEN, "are owed again")],
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("amount", "reason", "on_invoices")

    def __init__(self, *args: Any, row: Payment, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        balance = row.balance()
        left = balance.allocated + balance.unallocated
        self.fields["amount"].initial = left.amount
        first = f" {balance.unallocated} settle nothing and go first." if balance.unallocated.is_positive else ""
        self.fields["amount"].help_text = f"In {left.currency}, at most {left.amount:,}.{first}"


class RefundInline(ReadOnlyInline):
    hide_title = True
    model = models.Refund
    verbose_name_plural = "refunds"
    fields = readonly_fields = ("refund_page", "shown_amount", "shown_status", "shown_by", "reason", "requested_at")

    @display(description="by")
    def shown_by(self, row: models.Refund) -> str:
        return row.by.replace("_", " ")

    @display(description="refund")
    def refund_page(self, row: models.Refund) -> str:
        return page_link("admin:billing_refund_change", row.pk, f"{row.requested_at:%Y-%m-%d}")

    @display(description="amount")
    def shown_amount(self, row: models.Refund) -> str:
        return money(row.money)

    @display(description="status")
    def shown_status(self, row: models.Refund) -> str:
        return shown_status(row)


class RefundsPayments(PaymentAdmin):
    """The button of a payment's page that sends money back."""

    actions_detail = (*PaymentAdmin.actions_detail[:1], "refund", *PaymentAdmin.actions_detail[1:])
    inlines = (*PaymentAdmin.inlines, RefundInline)

    @row_action(
        description="Refund",
        words="What came through a gateway goes back by itself. All else waits to be paid out: transfer it, then press Paid out there.",
        form_class=RefundForm,
        variant=ActionVariant.DANGER,
        when=lambda row: (row.balance().allocated + row.balance().unallocated).is_positive,
    )
    def refund(self, row: Payment, *, amount: Decimal, reason: str, on_invoices: str, now: datetime) -> str:
        made = use_cases.request_refund(
            payment_id=PaymentId(row.pk),
            amount=row.money(amount),
            reason=reason,
            on_invoices=OnInvoices(on_invoices),
            actor=acting(),
            now=now,
        )
        return f"Refund of {made.amount}: {reason}"


class TransferForm(Question):
    """Which transfer it was."""

    reference = LineField(
        max_length=120, help_text="Of the transfer, as your bank calls it.", widget=UnfoldAdminTextInputWidget
    )


class StandingFilter(admin.SimpleListFilter):
    """Refunds that wait for a person."""

    title = "waits for you"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "To be paid out, or failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Refund]) -> QuerySet[models.Refund]:
        return queryset.filter(models.WAITS) if self.value() == "yes" else queryset


@admin.register(models.Refund)
class RefundAdmin(BackOffice):
    role = Role.BILLING
    refers: ClassVar[dict[str, str]] = {"order_id": "order", "actor": "user", "settled_by": "user"}
    listing = queries.REFUNDS
    list_display = ("requested_at", "payer", "shown_amount", "shown_state", "shown_by", "order_page", "reason")
    list_filter = (StandingFilter,)
    finders = (by_id("id", "payment_id", "order_id"),)
    ordering = ("-requested_at",)
    actions_detail = ("paid_out", "withdraw")
    fields = readonly_fields = (
        *(
            "shown_amount",
            "shown_state",
            "payment_page",
            "payer",
            "shown_by",
            "provider_reference",
            "last_error",
            "reason",
        ),
        *("order_page", "requested_by", "requested_at", "settled_by_whom", "done_at", "withdrawn_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Refund]:
        rows: QuerySet[models.Refund] = super().get_queryset(request)
        return rows.select_related("payment__client")

    @display(description="amount")
    def shown_amount(self, row: models.Refund) -> str:
        return money(row.money)

    @display(description="status")
    def shown_state(self, row: models.Refund) -> str:
        return shown_status(row)

    @display(description="by")
    def shown_by(self, row: models.Refund) -> str:
        return row.by.replace("_", " ")

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """What went back, or is to go back, of the money that came in for an order."""
        if kind != "order":
            return
        paid = Allocation.objects.filter(invoice__order_id=key).values("payment")
        for row in models.Refund.objects.filter(payment__in=paid).select_related("payment").order_by("requested_at"):
            state, colour = standing(row)
            yield Fact(
                row=row, title="Refund", state=state, colour=colour, text=f"{row.money}, {row.by.replace('_', ' ')}"
            )

    @display(description="payer")
    def payer(self, row: models.Refund) -> str:
        client = row.payment.client
        return page_link("admin:billing_client_change", row.payment.client_id, str(client))

    @display(description="payment")
    def payment_page(self, row: models.Refund) -> str:
        return page_link("admin:billing_payment_change", row.payment_id, row.payment.reference)

    @display(description="order", empty_value="-")
    def order_page(self, row: models.Refund) -> str:
        return self.reference(row, "order_id")

    @display(description="asked for by", empty_value="-")
    def requested_by(self, row: models.Refund) -> str:
        return self.reference(row, "actor")

    @display(description="settled by", empty_value="-")
    def settled_by_whom(self, row: models.Refund) -> str:
        return self.reference(row, "settled_by")

    @row_action(
        description="Paid out",
        words="Say so once you have sent the money. It cannot be taken back.",
        form_class=TransferForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.is_in_our_hands,
    )
    def paid_out(self, row: models.Refund, *, reference: str, now: datetime) -> None:
        use_cases.pay_out_by_hand(refund_id=RefundId(row.pk), reference=reference, actor=acting(), now=now)

    @row_action(
        description="Withdraw",
        words="The money does not go back; it is the client's and can settle another invoice.",
        when=lambda row: row.is_in_our_hands,
    )
    def withdraw(self, row: models.Refund, *, now: datetime) -> None:
        use_cases.withdraw_refund(refund_id=RefundId(row.pk), actor=acting(), now=now)
