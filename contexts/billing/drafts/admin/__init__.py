"""Invoices by hand in the back office: the page of a draft is its form, and a button issues it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from unfold.decorators import display

from contexts.billing.drafts import use_cases
from contexts.billing.drafts.admin.forms import DISCOUNT, DOCUMENT, FREE_ROWS, form_with, row_of, rows_sent
from contexts.billing.invoices.admin import InvoiceAdmin
from contexts.billing.invoices.models import Invoice
from gotuto.actions.asking import row_action
from gotuto.display import money
from gotuto.ids import InvoiceId


def _is_by_hand(row: Invoice) -> bool:
    # A draft without an order; what else can be deleted there is none.
    return not row._state.adding and row.is_deletable


class WritesDrafts(InvoiceAdmin):
    """An invoice that no order knows is written and changed until it is issued."""

    creates = edits = True
    readonly_fields = (
        *InvoiceAdmin.readonly_fields,
        *(
            "prices_include_tax",
            "shown_discount",
            "reference",
            "buyer_reference",
            "delivered_on",
            "deliver_to",
            "notes",
        ),
    )
    autocomplete_fields = ("client",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_by_hand(obj))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self._is_written(request, obj):
            kwargs["form"] = form_with(self._rows(request, obj))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self._is_written(request, obj):
            return [(None, {"fields": self.readonly_fields})]
        lines = tuple(row_of(number) for number in range(1, self._rows(request, obj) + 1))
        stands = [] if obj is None else [("As it stands", {"fields": _STANDS})]
        return [
            (None, {"fields": DOCUMENT}),
            ("Lines", {"fields": lines, "classes": ("lines-by-hand",), "description": _ABOUT_LINES}),
            ("Discount on all of it", {"fields": (*DISCOUNT, "seen_version")}),
            *stands,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is written is not read only, though the page of an issued one shows it."""
        written = set(form_with(0).base_fields) if self._is_written(request, obj) else set()
        return [name for name in self.readonly_fields if name not in written]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [] if obj is None else super().get_inlines(request, obj)

    def _is_written(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def _rows(self, request: HttpRequest, obj: Any) -> int:
        """Those that were sent; else those that there are, and some more."""
        written = 0 if obj is None else obj.lines.count()
        return rows_sent(request.POST) or written + FREE_ROWS

    @display(description="discount", empty_value="-")
    def shown_discount(self, row: Invoice) -> str:
        return format_html("{}: {}", money(row.money(row.discount)), row.discount_reason) if row.discount else ""

    @row_action(
        description="Issue the invoice",
        words="It gets its number and its dates, its document is made and mailed, and nothing on it can be changed any more.",
        when=_is_by_hand,
    )
    def issue_this(self, row: Invoice, *, now: datetime) -> str:
        issued = use_cases.issue_draft(invoice_id=InvoiceId(row.id), now=now)
        return f"Issued as {issued.number}"


_STANDS = (("shown_number", "shown_status"), ("shown_net", "shown_tax"), "shown_total")
_ABOUT_LINES = (
    "A row without description, SKU and price is left out. What a row with a SKU leaves open is as the catalogue says. "
    "When all rows are full, save to get more."
)
