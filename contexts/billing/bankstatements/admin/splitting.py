"""The question of a line that is shared out: whose money it is, and how much of it settles which invoices."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from contexts.billing.bankstatements import models
from contexts.billing.bankstatements.dto import Part
from contexts.billing.clients.models import Client
from contexts.billing.invoices.domain import UNPAID
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.invoices.models import Invoice
from gotuto.actions.forms import Question
from gotuto.admin_keys import KeySelect, is_key
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import InvoiceId
from gotuto.money import Money

# So many invoices have an input of their own; one of the others is named by its number.
SHOWN = 20
_OTHER, _AMOUNT = "other", "other_amount"


class SplitForm(Question):
    """Asks first whose money it is, as far as no proposal says so, and then for amounts beside the client's open invoices."""

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
        owed = self._owed()
        self._ask_for(list(owed[: SHOWN + 1]) if owed is not None else [])

    def _owed(self) -> Any:
        if not is_key(Client, self.whose):
            return None
        rows = Invoice.objects.filter(client_id=UUID(self.whose), currency=self.row.currency, status__in=UNPAID)
        return rows.filter(kind=InvoiceKind.INVOICE).order_by("due_date", "id")

    def _ask_for(self, owed: list[Invoice]) -> None:
        for invoice in owed[:SHOWN]:
            due = invoice.account().due
            self.fields[f"part_{invoice.pk}"] = _amount(str(invoice), f"{due} are due by {invoice.due_date:%Y-%m-%d}.")
        if len(owed) > SHOWN:
            self.fields[_OTHER] = LineField(
                required=False,
                max_length=32,
                label="Another invoice",
                widget=UnfoldAdminTextInputWidget,
                help_text=f"The number of one that is not among these {SHOWN}, which have been due the longest.",
            )
            self.fields[_AMOUNT] = _amount("Amount for it", "")

    def about(self) -> str:
        came = f"{self.row.money} came in"
        if not self.whose:
            return f"{came} from {self.row.name or 'somebody'}: {self.row.text}"
        if not any(name.startswith("part_") for name in self.fields):
            return f"{came}. The client owes nothing: all of it becomes their balance."
        return f"{came}. Say how much of it settles which invoice; what is left is the client's balance."

    def is_valid(self) -> bool:
        """A client whose invoices nobody has seen yet is shown them first."""
        return super().is_valid() and not self.is_new

    def clean(self) -> dict[str, Any]:
        """The parts in place of the inputs."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        amounts = {name.removeprefix("part_"): data[name] for name in data if name.startswith("part_") and data[name]}
        if data.get(_OTHER) and data.get(_AMOUNT):
            amounts |= self._named(data[_OTHER], data[_AMOUNT])
        parts = [
            Part(invoice_id=InvoiceId(UUID(key)), amount=Money(each, self.row.currency))
            for key, each in amounts.items()
        ]
        return {"client": data.get("client"), "parts": parts}

    def _named(self, number: str, amount: Decimal) -> dict[str, Decimal]:
        found = self._owed().filter(number__iexact=number).first()
        if found is None:
            self.add_error(_OTHER, "The client owes nothing on an invoice of this number.")
            return {}
        return {str(found.pk): amount}


def _amount(label: str, help_text: str) -> NumberField:
    return NumberField(
        required=False,
        max_digits=19,
        decimal_places=4,
        label=label,
        help_text=help_text,
        widget=UnfoldAdminDecimalFieldWidget,
    )
