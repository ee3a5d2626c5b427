"""The question of a line that is shared out: whose money it is, and how much of it settles which invoices and fees."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from contexts.billing.bankstatements import models
from contexts.billing.bankstatements.dto import Share
from contexts.billing.clients.models import Client
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.domain import UNPAID
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.invoices.models import Invoice
from gotuto.actions.forms import Question
from gotuto.admin_keys import KeySelect, is_key
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import FeeId, InvoiceId
from gotuto.money import Money

# So many invoices have an input of their own; one of the others is named by its number.
SHOWN = 20
_OTHER, _AMOUNT = "other", "other_amount"
_INVOICE_PART, _FEE_PART = "part_", "fee_"


class SplitForm(Question):
    """Asks first whose money it is, as far as no proposal says so, and then for amounts beside the client's open invoices and fees."""

    client = forms.ModelChoiceField(Client.objects.filter(merged_into=None))
    # Whose invoices were shown: whoever takes another client sees theirs first.
    shown = LineField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, row: models.StatementLine, **kwargs: Any) -> None:
        super().__init__(data, *args, row=row, **kwargs)
        client: Any = self.fields["client"]
        client.widget = KeySelect(Invoice._meta.get_field("client"), admin.site, choices=client.choices)
        proposed = next((one.client_id for one in row.proposed() if one.client_id), None)
        self.whose = str(self.data.get("client", "")) if self.is_bound else str(proposed or "")
        self.is_new = self.is_bound and self.whose != self.data.get("shown")
        self.initial = {"client": proposed, "shown": self.whose}
        if self.is_new:
            self.data = {**self.data.dict(), "shown": self.whose}  # type: ignore[attr-defined]
        if is_key(Client, self.whose):
            self._ask_for(list(self._owed()[: SHOWN + 1]))
            self._ask_for_fees()

    def _owed(self) -> Any:
        rows = Invoice.objects.filter(client_id=UUID(self.whose), currency=self.row.currency, status__in=UNPAID)
        return rows.filter(kind=InvoiceKind.INVOICE).order_by("due_date", "id")

    def _ask_for(self, owed: list[Invoice]) -> None:
        for invoice in owed[:SHOWN]:
            due = invoice.account().due
            self.fields[f"{_INVOICE_PART}{invoice.pk}"] = _amount(
                str(invoice), f"{due} are due by {invoice.due_date:%Y-%m-%d}."
            )
        if len(owed) > SHOWN:
            self.fields[_OTHER] = LineField(
                required=False,
                max_length=32,
                label="Another invoice",
                widget=UnfoldAdminTextInputWidget,
                help_text=f"The number of one that is not among these {SHOWN}, which have been due the longest.",
            )
            self.fields[_AMOUNT] = _amount("Amount for it", "")

    def _ask_for_fees(self) -> None:
        fees = Fee.objects.filter(invoice__client=UUID(self.whose), currency=self.row.currency, state=FeeState.OPEN)
        for fee in fees.select_related("invoice").order_by("created_at", "id")[:SHOWN]:
            of = f"{fee.claim().open} are open, beside {fee.invoice}."
            self.fields[f"{_FEE_PART}{fee.pk}"] = _amount(f"Fee, {fee.step}", of)

    def about(self) -> str:
        came = f"{self.row.money} came in"
        if not self.whose:
            return f"{came} from {self.row.name or 'somebody'}: {self.row.text}"
        if not any(name.startswith((_INVOICE_PART, _FEE_PART)) for name in self.fields):
            return f"{came}. The client owes nothing: all of it becomes their balance."
        return f"{came}. Say how much of it settles what; what is left is the client's balance."

    def is_valid(self) -> bool:
        """A client whose invoices nobody has seen yet is shown them first."""
        return super().is_valid() and not self.is_new

    def clean(self) -> dict[str, Any]:
        """The parts in place of the inputs."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        amounts = {name: data[name] for name in data if name.startswith((_INVOICE_PART, _FEE_PART)) and data[name]}
        if data.get(_OTHER) and data.get(_AMOUNT):
            amounts |= self._named(data[_OTHER], data[_AMOUNT])
        parts = [_share(name, Money(amount, self.row.currency)) for name, amount in amounts.items()]
        return {"client": data.get("client"), "parts": parts}

    def _named(self, number: str, amount: Decimal) -> dict[str, Decimal]:
        found = self._owed().filter(number__iexact=number).first()
        if found is None:
            self.add_error(_OTHER, "The client owes nothing on an invoice of this number.")
            return {}
        return {f"{_INVOICE_PART}{found.pk}": amount}


def _share(name: str, amount: Money) -> Share:
    if name.startswith(_FEE_PART):
        return Share(fee_id=FeeId(UUID(name.removeprefix(_FEE_PART))), amount=amount)
    return Share(invoice_id=InvoiceId(UUID(name.removeprefix(_INVOICE_PART))), amount=amount)


def _amount(label: str, help_text: str) -> NumberField:
    return NumberField(
        required=False,
        max_digits=19,
        decimal_places=4,
        label=label,
        help_text=help_text,
        widget=UnfoldAdminDecimalFieldWidget,
    )
