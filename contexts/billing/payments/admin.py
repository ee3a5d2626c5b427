"""Payments in the back office: they are booked on an invoice's page, and never change."""

from typing import Any

from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from contexts.billing.invoices import domain, dto
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import models, use_cases
from gotuto import names
from gotuto.backoffice import ReadOnlyInline, UseCaseForm, acting
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import InvoiceId
from gotuto.money import Money

PAYABLE = [status.value for status in domain.ALLOWED_FROM[InvoiceStatus.PAID]]


class PaymentInline(ReadOnlyInline):
    hide_title = True
    model = models.Payment
    fields = readonly_fields = ("received_at", "shown_amount", "method", "reference", "booked_by")

    @display(description="booked by", empty_value="-")
    def booked_by(self, row: models.Payment) -> str:
        return "" if row.actor is None else names.called("user", [row.actor]).get(row.actor, str(row.actor))

    @display(description="amount")
    def shown_amount(self, row: models.Payment) -> Money:
        return row.invoice.money(row.amount)


class PaymentForm(UseCaseForm):
    """Money came in for an invoice."""

    instance: Invoice
    amount = NumberField(max_digits=19, decimal_places=4, widget=UnfoldAdminDecimalFieldWidget)
    method = LineField(max_length=32, initial="bank_transfer", widget=UnfoldAdminTextInputWidget)
    reference = LineField(
        max_length=120,
        help_text="The bank's or payer's own. The same one twice on an invoice is the same payment.",
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Invoice
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due = self.instance.account().due
        self.fields["amount"].initial = due.amount
        self.fields["amount"].help_text = f"In {due.currency}; {due.amount} are due."

    def command(self, data: dict[str, Any]) -> dto.Invoice:
        return use_cases.record_payment(
            invoice_id=InvoiceId(self.instance.pk),
            amount=Money(data["amount"], self.instance.currency),
            method=data["method"],
            reference=data["reference"],
            actor=acting(),
            now=timezone.now(),
        )
