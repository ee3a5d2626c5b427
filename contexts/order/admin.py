"""Orders in the back office: found, understood, cancelled; changed in no other way."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.order import access, lifecycle
from contexts.order.carts.models import Cart
from contexts.order.orders import queries
from contexts.order.orders.domain.deadlines import time_to_pay
from contexts.order.orders.dto import OrderStatus
from contexts.order.orders.models import Order, OrderLine, OrderParty, StreamRow, email_of_order
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import WithReason
from gotuto.address import Address
from gotuto.backoffice import BackOffice, ReadOnlyInline
from gotuto.ids import OrderId
from gotuto.money import Money
from gotuto.money_fields import per_currency
from gotuto.roles import Role
from gotuto.text.email_address import spellings

STATUS_COLOURS = {
    "pending": "info",
    "confirmed": "warning",
    "processing": "warning",
    "shipped": "info",
    "delivered": "success",
    "cancelled": "danger",
}


_CANCELLING = (
    "The goods are free again, the invoice is void and the buyer is told the reason. This cannot be taken back."
)


class LineInline(ReadOnlyInline):
    model = OrderLine
    fields = ("position", "sku", "name", "quantity", "price", "line_total")
    readonly_fields = fields
    ordering = ("position",)
    verbose_name_plural = "lines"

    @display(description="unit price")
    def price(self, row: OrderLine) -> str:
        return str(Money(row.unit_price, row.currency))

    @display(description="total")
    def line_total(self, row: OrderLine) -> str:
        return str(row.to_dto().total)


@admin.register(Order)
class OrderAdmin(BackOffice):
    role = Role.SUPPORT
    list_display = ("number", "shown_status", "buyer", "shown_total", "placed_at", "reason")
    listing = queries.ORDERS
    search_fields = ("number", "id__exact")
    search_help_text = "An order's number, or the e-mail of its buyer"
    ordering = ("-placed_at",)
    date_hierarchy = "placed_at"
    actions = ("cancel",)
    actions_detail = ("cancel_this",)
    inlines = (LineInline,)
    fieldsets = (
        (None, {"fields": ("number", "shown_status", "reason", "shown_total", "placed_at", "confirmed_at", "ends")}),
        ("What happened", {"fields": ("elsewhere", "timeline")}),
        ("Buyer", {"fields": ("buyer", "shipping_address", "billing_address")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for _, section in self.fieldsets for name in section["fields"])

    def search(self, request: HttpRequest, rows: QuerySet[Order], words: str) -> tuple[QuerySet[Order], bool]:
        found, duplicates = super().search(request, rows, words)
        if "@" in words:
            parties = OrderParty.objects.filter(email__in=spellings(words))
            found = found | rows.filter(id__in=parties.values("order_id"))
        return found, duplicates

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        orders: QuerySet[Order] = super().get_queryset(request)
        return orders.annotate(email=email_of_order())

    @list_action(
        description="Cancel the selected orders",
        words=f"{_CANCELLING} Paid orders are left out.",
        form_class=WithReason,
        only=Q(is_cancellable=True),
        variant=ActionVariant.DANGER,
    )
    def cancel(self, row: Order, *, reason: str, now: datetime) -> None:
        lifecycle.cancel_order(order_id=OrderId(row.id), viewer=access.STAFF, reason=reason, now=now)

    @row_action(
        description="Cancel the order",
        words=_CANCELLING,
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: row.is_cancellable,
    )
    def cancel_this(self, row: Order, *, reason: str, now: datetime) -> None:
        lifecycle.cancel_order(order_id=OrderId(row.id), viewer=access.STAFF, reason=reason, now=now)

    @display(description="status", label=STATUS_COLOURS, ordering="status")
    def shown_status(self, row: Order) -> str:
        return row.status

    @display(description="total", ordering=per_currency("total", "currency"))
    def shown_total(self, row: Order) -> str:
        return str(Money(row.total, row.currency))

    @display(description="buyer")
    def buyer(self, row: Order) -> str:
        return str(row.email)  # type: ignore[attr-defined]  # annotated by get_queryset

    @display(description="reason", empty_value="")
    def reason(self, row: Order) -> str:
        return row.cancellation_reason

    @display(description="ends by itself", empty_value="")
    def ends(self, row: Order) -> str:
        time = time_to_pay(unpaid_days=settings.GOTUTO_UNPAID_DAYS)
        if row.status != OrderStatus.CONFIRMED or time is None:
            return ""
        if not row.is_cancellable:
            return "only by hand: a part is paid"
        return f"on {timezone.localtime(row.placed_at + time):%Y-%m-%d}, unless something is paid before"

    @display(description="goes to")
    def shipping_address(self, row: Order) -> str:
        return _lines(queries.get_party(order_id=OrderId(row.id)).shipping_address)

    @display(description="invoice to")
    def billing_address(self, row: Order) -> str:
        return _lines(queries.get_party(order_id=OrderId(row.id)).billing_address)

    @display(description="timeline")
    def timeline(self, row: Order) -> str:
        entries = queries.get_history(order_id=OrderId(row.id), viewer=access.STAFF)
        rows = ((entry.version, f"{entry.occurred_at:%Y-%m-%d %H:%M:%S}", entry.text) for entry in entries)
        return format_html(
            "<ol>{}</ol>",
            format_html_join("", '<li value="{}"><span style="opacity:.65">{}</span>&ensp;{}</li>', rows),
        )

    @display(description="elsewhere")
    def elsewhere(self, row: Order) -> str:
        places = [("Invoice", "admin:billing_invoice_changelist", "order_id"),
                  ("Parcels", "admin:shipping_shipment_changelist", "order_id"),
                  ("Messages", "admin:notification_notification_changelist", "order_id"),
                  ("Stock movements", "admin:inventory_movement_changelist", "order_id")]  # fmt: skip
        links = ((reverse(view), parameter, row.id, label) for label, view, parameter in places)
        return format_html_join(" · ", '<a class="text-primary-600" href="{}?{}={}">{}</a>', links)


@admin.register(Cart)
class CartAdmin(BackOffice):
    list_display = ("id", "customer_id", "currency", "expires_at", "expired", "order_id")
    list_filter = ("expired",)
    ordering = ("-created_at",)


@admin.register(StreamRow)
class StreamRowAdmin(BackOffice):
    list_display = ("stream_id", "version", "type", "occurred_at", "correlation_id")
    list_filter = ("type",)
    search_fields = ("stream_id__exact", "correlation_id__exact")
    search_help_text = "An order's id, or a correlation id"
    ordering = ("-position",)


def _lines(address: Address) -> str:
    parts = [address.name, address.line1, address.line2, f"{address.postal_code} {address.city}", address.region,
             address.country, address.phone]  # fmt: skip
    return format_html_join("", "{}<br>", ((part,) for part in parts if part))
