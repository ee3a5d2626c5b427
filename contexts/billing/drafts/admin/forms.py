"""The form of an invoice by hand: the document, and a row of fields for each line."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from contexts.billing.clients.models import Client
from contexts.billing.drafts import domain, use_cases
from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.invoices import dto
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.dto import PIECE, Discount
from gotuto.admin_keys import KeySelect
from gotuto.backoffice import UseCaseForm
from gotuto.form_fields import CountryField, CurrencyField, LineField, NumberField, ProseField, WholeNumberField
from gotuto.ids import ClientId, InvoiceId
from gotuto.money import Money
from gotuto.tax_classes import TaxClass

DOCUMENT = (
    "client", ("currency", "prices_include_tax"), ("reference", "buyer_reference"), ("delivered_on", "deliver_to"), "notes",
)  # fmt: skip
DISCOUNT = (("discount_amount", "discount_reason"),)
# As they stand on the page: two rows of twelve columns (`gotuto/office.css`).
_LINE = (
    "description",
    "sku",
    "tax_class",
    "quantity",
    "unit",
    "unit_price",
    "discount",
    "discount_reason",
    "is_service",
)
_CLASSES = [("", "as the catalogue says"), *((each.value, each.value.replace("_", " ")) for each in TaxClass)]
# Rows for what is still to be written.
FREE_ROWS = 3
MOST_ROWS = 200


def _text(most: int, **more: Any) -> LineField:
    return LineField(required=False, max_length=most, widget=UnfoldAdminTextInputWidget, **more)


def _number(**more: Any) -> NumberField:
    return NumberField(
        required=False, min_value=0, max_digits=19, decimal_places=4, widget=UnfoldAdminDecimalFieldWidget, **more
    )


class DraftForm(UseCaseForm):
    """What stands on the document beside its lines, whose fields `form_with` adds."""

    instance: Invoice
    rows: int = 0

    client = forms.ModelChoiceField(Client.objects.filter(merged_into=None))
    currency = CurrencyField(
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="Such as EUR; the client's, or the shop's, if it is empty.",
    )
    prices_include_tax = forms.BooleanField(
        required=False, initial=True, widget=UnfoldBooleanWidget, label="Prices include tax",
        help_text="Otherwise they are net, and the tax is added.",
    )  # fmt: skip
    reference = _text(64, help_text="Your own number for it, such as that of an order.")
    buyer_reference = _text(64, label="Client's reference", help_text="How the client calls the purchase.")
    delivered_on = forms.DateField(
        required=False, widget=UnfoldAdminSingleDateWidget, label="Delivered on",
        help_text="The day of the service or delivery; its tax rates hold.",
    )  # fmt: skip
    deliver_to = CountryField(
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="The country, such as FR, if it is not the client's.",
    )
    notes = ProseField(required=False, max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))
    discount_amount = _number(label="Discount", help_text="Off the whole document.")
    discount_reason = _text(200, label="Why")

    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Invoice
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        client: Any = self.fields["client"]
        client.widget = KeySelect(Invoice._meta.get_field("client"), admin.site, choices=client.choices)
        if not self.instance._state.adding:
            self.initial.update(_initial(self.instance.to_dto()), seen_version=self.instance.version)

    def command(self, data: dict[str, Any]) -> dto.Invoice:
        client: Client = data["client"]
        currency = data["currency"] or client.currency or settings.GOTUTO_CURRENCY
        given: dict[str, Any] = {
            "prices_include_tax": data["prices_include_tax"],
            "reference": data["reference"],
            "buyer_reference": data["buyer_reference"],
            "delivered_on": data["delivered_on"],
            "deliver_to": data["deliver_to"],
            "notes": data["notes"],
            "client_id": ClientId(client.id),
            "currency": currency,
            "lines": tuple(_lines(data, self.rows, currency)),
            "discount": _discount(data["discount_amount"], data["discount_reason"], currency),
        }
        if self.instance._state.adding:
            return use_cases.create_draft(draft=Draft(**given), now=timezone.now())
        return use_cases.update_draft(
            invoice_id=InvoiceId(self.instance.id), **given, expected_version=data["seen_version"], now=timezone.now()
        )


@cache
def form_with(rows: int) -> type[DraftForm]:
    """The form with fields for so many lines."""
    fields = {f"{name}_{row}": field for row in range(1, rows + 1) for name, field in _line_fields().items()}
    return type("DraftForm", (DraftForm,), {**fields, "rows": rows, "__module__": __name__})


def row_of(number: int) -> tuple[str, ...]:
    """The names of the fields of a line, as they stand beside each other."""
    return tuple(f"{name}_{number}" for name in _LINE)


def rows_sent(data: Any) -> int:
    """How many lines somebody has filled in."""
    rows = 0
    while rows < MOST_ROWS and f"description_{rows + 1}" in data:
        rows += 1
    return rows


def _line_fields() -> dict[str, Any]:
    return {
        "sku": _text(64, label="SKU"),
        "description": _text(300, label="Description"),
        "quantity": WholeNumberField(
            required=False, min_value=1, max_value=1_000_000, widget=UnfoldAdminIntegerFieldWidget, label="Quantity"
        ),
        "unit": _text(3, label="Unit", initial=PIECE),
        "unit_price": _number(label="Unit price"),
        "discount": _number(label="Discount"),
        "discount_reason": _text(200, label="Why"),
        "tax_class": forms.ChoiceField(
            required=False, choices=_CLASSES, widget=UnfoldAdminSelectWidget, label="Tax class"
        ),
        "is_service": forms.BooleanField(required=False, widget=UnfoldBooleanWidget, label="Service"),
    }


def _lines(data: dict[str, Any], rows: int, currency: str) -> Iterator[DraftLine]:
    """The rows in which something stands."""
    for row in range(1, rows + 1):
        said = {name: data[f"{name}_{row}"] for name in _LINE}
        if said["sku"] or said["description"] or said["unit_price"] is not None:
            price, tax_class = said["unit_price"], said["tax_class"]
            yield DraftLine(
                sku=said["sku"],
                description=said["description"],
                quantity=said["quantity"] or 1,
                unit=said["unit"] or PIECE,
                unit_price=None if price is None else Money(price, currency),
                discount=_discount(said["discount"], said["discount_reason"], currency),
                tax_class=TaxClass(tax_class) if tax_class else None,
                is_service=said["is_service"],
            )


def _discount(amount: Any, reason: str, currency: str) -> Discount | None:
    return Discount(amount=Money(amount, currency), reason=reason) if amount else None


def _initial(invoice: dto.Invoice) -> dict[str, Any]:
    draft = domain.as_written(invoice)
    told = {
        "client": invoice.client_id,
        **{name: getattr(draft, name) for name in ("currency", "prices_include_tax", "reference", "buyer_reference")},
        **{name: getattr(draft, name) for name in ("delivered_on", "deliver_to", "notes")},
        **_shown("discount_amount", "discount_reason", draft.discount),
    }
    for row, line in enumerate(draft.lines, start=1):
        said = {
            **{name: getattr(line, name) for name in ("sku", "description", "quantity", "unit", "is_service")},
            "unit_price": line.unit_price and line.unit_price.amount,
            "tax_class": line.tax_class.value if line.tax_class else "",
            **_shown("discount", "discount_reason", line.discount),
        }
        told |= {f"{name}_{row}": value for name, value in said.items()}
    return told


def _shown(amount: str, reason: str, discount: Discount | None) -> dict[str, Any]:
    return {amount: discount.amount.amount, reason: discount.reason} if discount else {}
