"""Money that comes in: the buttons of an invoice and of a client that book it, and the entries on an invoice's page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget as Decimals
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

from contexts.billing.clients.admin import ClientAdmin
from contexts.billing.clients.models import Client
from contexts.billing.fees.admin import FeeAdmin
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import models, use_cases
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import acting
from gotuto.day_input import DayInput
from gotuto.display import money, page_link
from gotuto.form_fields import CurrencyField, LineField, NumberField
from gotuto.ids import ClientId, FeeId, InvoiceId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money


def amount_field(*, required: bool = True) -> NumberField:
    return NumberField(required=required, max_digits=19, decimal_places=4, widget=Decimals)


class EntryInline(ReadOnlyInline):
    """What was booked on an invoice or a fee, and taken off it again."""

    hide_title = True
    model = models.Allocation
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    verbose_name_plural = "payments"
    fields: tuple[str, ...] = ("booked_at", "shown_amount", "method", "payment_page", "why", "booked_by")
    readonly_fields = fields

    @display(description="booked by", empty_value="-")
    def booked_by(self, row: models.Allocation) -> str:
        return self.reference(row, "actor")

    @display(description="amount")
    def shown_amount(self, row: models.Allocation) -> str:
        return money(row.payment.money(row.amount))

    @display(description="method")
    def method(self, row: models.Allocation) -> str:
        return row.payment.method

    @display(description="payment")
    def payment_page(self, row: models.Allocation) -> str:
        return page_link("admin:billing_payment_change", row.payment_id, row.payment.reference)

    @display(description="why", empty_value="-")
    def why(self, row: models.Allocation) -> str:
        return ": ".join(part for part in (row.get_cause_display() if row.cause else "", row.reason) if part)


class PaymentForm(Question):
    """Money came in for an invoice."""

    amount = amount_field()
    method = LineField(max_length=32, initial="bank_transfer", widget=TextInput)
    reference = LineField(
        max_length=120,
        help_text="The bank's or payer's own. The same one twice on an invoice is the same payment.",
        widget=TextInput,
    )

    def __init__(self, *args: Any, row: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        due = row.account().due
        self.fields["amount"].initial = due.amount
        self.fields["amount"].help_text = f"In {due.currency}; {due.amount:,} are due."


class RecordsPayments:
    """The button of an invoice's page that books money on it."""

    @row_action(
        description="Record a payment",
        words="Money that is booked stays booked. Once all is paid, the parcel is packed and the buyer gets a receipt.",
        form_class=PaymentForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.is_unpaid,
    )
    def record_payment(self, row: Invoice, *, amount: Decimal, method: str, reference: str, now: datetime) -> None:
        use_cases.record_payment(
            invoice_id=InvoiceId(row.pk),
            amount=Money(amount, row.currency),
            method=method,
            reference=reference,
            actor=acting(),
            now=now,
        )


class FeePaymentForm(Question):
    """Money came in for a fee."""

    amount = amount_field()
    method = LineField(max_length=32, initial="bank_transfer", widget=TextInput)
    reference = LineField(
        max_length=120, help_text="The same one twice of a client is the same payment.", widget=TextInput
    )
    received_on = forms.DateField(label="Came in on", widget=DayInput)

    def __init__(self, *args: Any, row: Fee, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        left = row.claim().open
        self.fields["amount"].initial = left.amount
        self.fields["amount"].help_text = f"In {left.currency}; {left.amount:,} are open."


class PaysFees(FeeAdmin):
    """What the page of a fee has to do with money: the button that books it, and the entries."""

    inlines = (EntryInline,)
    actions_detail = ("record_payment", *FeeAdmin.actions_detail)

    @row_action(
        description="Record a payment",
        words="For money that came for this fee alone. What came for several things is booked on the client, and settles them.",
        form_class=FeePaymentForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.claim().open.is_positive,
    )
    def record_payment(
        self, row: Fee, *, amount: Decimal, method: str, reference: str, received_on: date, now: datetime
    ) -> None:
        use_cases.pay_fee(
            fee_id=FeeId(row.pk),
            amount=Money(amount, row.currency),
            method=method,
            reference=reference,
            received_on=received_on,
            actor=acting(),
            now=now,
        )


class UnallocatedForm(Question):
    """Money came in from a client."""

    amount = amount_field()
    currency = CurrencyField(widget=TextInput)
    method = LineField(max_length=32, initial="bank_transfer", widget=TextInput)
    reference = LineField(
        max_length=120, help_text="The same one twice of a client is the same payment.", widget=TextInput
    )
    received_on = forms.DateField(label="Came in on", widget=DayInput)

    def __init__(self, *args: Any, row: Client, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["currency"].initial = row.currency


class ReceivesPayments(ClientAdmin):
    """What the page of a client has to do with money that settles nothing yet."""

    actions_detail = ("receive_payment", *ClientAdmin.actions_detail)

    @row_action(
        description="Book money",
        words="For money of which nobody knows yet what it is for, or that is for several things. It settles nothing until you let"
        " it settle an invoice or a fee.",
        form_class=UnallocatedForm,
        when=lambda row: row.merged_into_id is None,
    )
    def receive_payment(
        self,
        row: Client,
        *,
        amount: Decimal,
        currency: str,
        method: str,
        reference: str,
        received_on: date,
        now: datetime,
    ) -> None:
        use_cases.receive_payment(
            client_id=ClientId(row.pk),
            amount=Money(amount, currency.upper()),
            method=method,
            reference=reference,
            received_on=received_on,
            actor=acting(),
            now=now,
        )
