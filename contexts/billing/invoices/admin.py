"""Invoices in the back office: they are read and, as drafts without an order, voided; nobody writes on them."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.billing.invoices import dto, models, queries, use_cases
from contexts.billing.invoices.dto import InvoiceKind, SettledBy
from contexts.billing.lines.models import InvoiceLine, TaxLine
from gotuto.actions.asking import row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice
from gotuto.display import badge, money
from gotuto.events import decode
from gotuto.finding import by_id, by_name, by_number
from gotuto.ids import InvoiceId
from gotuto.inlines import ReadOnlyInline
from gotuto.money_fields import per_currency
from gotuto.roles import Role

STATUS_COLOURS = {"draft": "info", "sent": "warning", "paid": "success", "overdue": "danger", "void": ""}


def standing(row: models.Invoice) -> tuple[str, str]:
    """How an invoice stands, in a word and its colour; nobody paid what a credit note settled."""
    if row.kind == InvoiceKind.CREDIT_NOTE:
        return "credit note", "info"
    if row.account().settled_by is SettledBy.CREDIT:
        return "credited", "info"
    return row.status, STATUS_COLOURS[row.status]


class LineInline(ReadOnlyInline):
    hide_title = True
    model = InvoiceLine
    fields = readonly_fields = (
        *(
            "position",
            "sku",
            "description",
            "quantity",
            "shown_unit_price",
            "shown_discount",
            "shown_total",
            "shown_tax",
        ),
    )

    @display(description="unit price")
    def shown_unit_price(self, row: InvoiceLine) -> str:
        return money(row.invoice.money(row.unit_price))

    @display(description="discount", empty_value="-")
    def shown_discount(self, row: InvoiceLine) -> str:
        discount = money(row.invoice.money(row.discount))
        return format_html("{} {}", discount, row.discount_reason) if row.discount else ""

    @display(description="total")
    def shown_total(self, row: InvoiceLine) -> str:
        return money(row.invoice.money(row.total))

    @display(description="tax")
    def shown_tax(self, row: InvoiceLine) -> str:
        return f"{row.tax_category} {(row.tax_rate * 100).normalize():f} %"


class TaxLineInline(ReadOnlyInline):
    hide_title = True
    model = TaxLine
    fields = readonly_fields = ("shown_rate", "category", "exemption", "shown_net", "shown_tax", "shown_gross")
    verbose_name_plural = "taxes"

    @display(description="rate")
    def shown_rate(self, row: TaxLine) -> str:
        return str(row)

    @display(description="net")
    def shown_net(self, row: TaxLine) -> str:
        return money(row.invoice.money(row.net))

    @display(description="tax")
    def shown_tax(self, row: TaxLine) -> str:
        return money(row.invoice.money(row.tax))

    @display(description="gross")
    def shown_gross(self, row: TaxLine) -> str:
        return money(row.invoice.money(row.gross))


class InvoiceAdmin(BackOffice):
    """An invoice as it was made out; the root of the context adds what other topics show beside it."""

    role = Role.BILLING
    deletes = True
    deletion = "A draft that no order knows is deleted for good; it has no number, so that none will be missing."
    list_display = (
        "shown_number",
        "shown_status",
        "buyer_name",
        "shown_total",
        "shown_due",
        "issue_date",
        "due_date",
        "order_page",
    )
    listing = queries.INVOICES
    finders = (
        by_id("id", "order_id"),
        by_number("number", queries.NUMBER),
        models.made_out_to,
        by_name("order", "order_id"),
    )
    search_help_text = "The number of the invoice or order, or words of the buyer's name or e-mail address"
    refers: ClassVar[dict[str, str]] = {"order_id": "order"}
    linked_by = ("order_id",)
    ordering = ("-created_at",)
    actions_detail: tuple[str, ...] = ("void_this",)
    inlines: tuple[type[ReadOnlyInline], ...] = (LineInline, TaxLineInline)
    readonly_fields: tuple[str, ...] = (
        "shown_number",
        "shown_status",
        "buyer_name",
        "client",
        "order_page",
        "issue_date",
        "due_date",
        "shown_net",
        "shown_tax",
        "shown_total",
        "shown_paid",
        "shown_credited",
        "shown_due",
        "void_reason",
        "created_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Invoice]:
        rows: QuerySet[models.Invoice] = super().get_queryset(request)
        return rows.filter(client__isnull=False).select_related("client")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_deletable)

    @display(description="order")
    def order_page(self, row: models.Invoice) -> str:
        return self.reference(row, "order_id")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        use_cases.delete_invoice(invoice_id=InvoiceId(obj.pk))

    @row_action(
        description="Void the draft",
        words="It will never be issued. This cannot be taken back.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: row.is_voidable,
    )
    def void_this(self, row: models.Invoice, *, reason: str, now: datetime) -> None:
        use_cases.void_invoice(invoice_id=InvoiceId(row.id), reason=reason, now=now)

    @display(description="number", ordering="number")
    def shown_number(self, row: models.Invoice) -> str:
        return str(row)

    @display(description="status", ordering="status")
    def shown_status(self, row: models.Invoice) -> str:
        return badge(*standing(row))

    @display(description="buyer")
    def buyer_name(self, row: models.Invoice) -> str:
        buyer = decode(dto.Buyer, row.buyer or {})
        return f"{buyer.name} <{buyer.email}>"

    @display(description="net")
    def shown_net(self, row: models.Invoice) -> str:
        return money(row.money(row.net))

    @display(description="tax")
    def shown_tax(self, row: models.Invoice) -> str:
        return money(row.money(row.tax))

    @display(description="total", ordering=per_currency("total", "currency"))
    def shown_total(self, row: models.Invoice) -> str:
        return money(row.money(row.total))

    @display(description="paid")
    def shown_paid(self, row: models.Invoice) -> str:
        return money(row.money(row.amount_paid))

    @display(description="credited")
    def shown_credited(self, row: models.Invoice) -> str:
        return money(row.money(row.amount_credited))

    @display(description="still due")
    def shown_due(self, row: models.Invoice) -> str:
        return money(row.account().due)
