"""Payments in the back office: they are booked on an invoice's page, and never change."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from contexts.billing.invoices import domain
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import models, use_cases
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import acting
from gotuto.display import money
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import InvoiceId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money

PAYABLE = [status.value for status in domain.ALLOWED_FROM[InvoiceStatus.PAID]]


class PaymentInline(ReadOnlyInline):
    hide_title = True
    model = models.Payment
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    fields = readonly_fields = ("received_at", "shown_amount", "method", "reference", "booked_by")

    @display(description="booked by", empty_value="-")
    def booked_by(self, row: models.Payment) -> str:
        return self.reference(row, "actor")

    @display(description="amount")
    def shown_amount(self, row: models.Payment) -> str:
        return money(row.invoice.money(row.amount))


class PaymentForm(Question):
    """Money came in for an invoice."""

    amount = NumberField(max_digits=19, decimal_places=4, widget=UnfoldAdminDecimalFieldWidget)
    method = LineField(max_length=32, initial="bank_transfer", widget=UnfoldAdminTextInputWidget)
    reference = LineField(
        max_length=120,
        help_text="The bank's or payer's own. The same one twice on an invoice is the same payment.",
        widget=UnfoldAdminTextInputWidget,
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
        when=lambda row: row.status in PAYABLE,
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
