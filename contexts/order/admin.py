"""Orders in the back office: found, understood, cancelled; changed in no other way."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.order import access, lifecycle
from contexts.order.carts.admin import CartAdmin
from contexts.order.history import queries as history
from contexts.order.orders.domain.unpaid import time_to_pay
from contexts.order.orders.dto import OrderStatus
from contexts.order.orders.models import Order, OrderLine, OrderParty, StreamRow
from contexts.order.search import queries as search
from contexts.order.search.reading import named_by
from gotuto import story
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice
from gotuto.display import address_lines, badge, money
from gotuto.finding import by_id
from gotuto.ids import OrderId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money
from gotuto.money_fields import per_currency
from gotuto.paging import MAX_SIZE, PageRequest
from gotuto.roles import Role
from gotuto.sight import leads_somewhere

__all__ = ["CartAdmin", "OrderAdmin", "StreamRowAdmin"]

STATUS_COLOURS = {
    "pending": "info",
    "confirmed": "warning",
    "processing": "warning",
    "shipped": "info",
    "delivered": "success",
    "cancelled": "danger",
}


_CANCELLING = (
    "The goods are free again, a credit note settles the invoice, the buyer gets a mail, and your reason stands on their order. "
    "This cannot be taken back."
)


class LineInline(ReadOnlyInline):
    hide_title = True
    model = OrderLine
    fields = ("position", "sku", "name", "quantity", "price", "line_total")
    readonly_fields = fields
    ordering = ("position",)
    verbose_name_plural = "lines"

    @display(description="unit price")
    def price(self, row: OrderLine) -> str:
        return money(Money(row.unit_price, row.currency))

    @display(description="total")
    def line_total(self, row: OrderLine) -> str:
        return money(row.to_dto().total)


def _by_number_or_buyer(words: str) -> Q | None:
    return named_by(words=words)


@admin.register(Order)
class OrderAdmin(BackOffice):
    role = Role.SUPPORT
    list_display = ("number", "shown_status", "buyer", "shown_total", "placed_at", "reason")
    listing = search.ORDERS
    finders = (by_id("id"), _by_number_or_buyer)
    search_help_text = "A number, or words of the buyer's name or e-mail address"
    ordering = ("-placed_at",)
    date_hierarchy = "placed_at"
    actions = ("cancel",)
    actions_detail = ("cancel_this",)
    inlines = (LineInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "number",
                    "shown_status",
                    "contents",
                    "reason",
                    "shown_total",
                    "taxes",
                    "placed_at",
                    "confirmed_at",
                    "ends",
                    "kept",
                )
            },
        ),
        ("What happened", {"fields": ("belongings", "timeline", "elsewhere")}),
        ("Buyer", {"fields": ("buyer", "shipping_address", "billing_address", "vat_id")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """All sections, without what says nothing about this order."""
        told = {
            "reason": obj and self.reason(obj),
            "ends": obj and self.ends(obj),
            "kept": obj and self.kept(obj),
            "confirmed_at": obj and obj.confirmed_at,
            "taxes": obj and obj.tax_lines is not None,
            "vat_id": obj and self.vat_id(obj),
        }
        return [
            (title, {"fields": tuple(name for name in section["fields"] if obj is None or told.get(name, True))})
            for title, section in self.fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for _, section in self.fieldsets for name in section["fields"])

    def prepare(self, rows: list[Order]) -> None:
        """The people behind the orders of a page, asked for at once."""
        super().prepare(rows)
        parties = OrderParty.objects.in_bulk([row.id for row in rows])
        for row in rows:
            row.__dict__["_party"] = parties[row.id].to_dto() if row.id in parties else None

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
        words=f"{_CANCELLING} What was paid goes back as it came: through its gateway, or by a transfer that you make.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: row.may_be_called_off,
    )
    def cancel_this(self, row: Order, *, reason: str, now: datetime) -> None:
        lifecycle.cancel_order(order_id=OrderId(row.id), viewer=access.STAFF, reason=reason, now=now)

    @display(description="status", ordering="status")
    def shown_status(self, row: Order) -> str:
        if row.is_cancelling:
            return badge("being cancelled", STATUS_COLOURS["cancelled"])
        return badge(row.status, STATUS_COLOURS[row.status])

    @display(description="total", ordering=per_currency("total", "currency"))
    def shown_total(self, row: Order) -> str:
        return money(Money(row.total, row.currency))

    @display(description="net and tax", empty_value="")
    def taxes(self, row: Order) -> str:
        lines = row.to_dto(lines=[], party=None).tax_lines or ()
        told = (
            (money(line.net), money(line.tax), line.category, f"{(line.rate * 100).normalize():f}") for line in lines
        )
        return format_html_join("; ", "{} + {} ({}, {} %)", told)

    @display(description="VAT id", empty_value="")
    def vat_id(self, row: Order) -> str:
        party = row.__dict__.get("_party")
        return party.vat_id if party else ""

    @display(description="buyer")
    def buyer(self, row: Order) -> str:
        party = row.__dict__.get("_party")
        return f"{party.shipping_address.name} <{party.email}>" if party and party.email else "forgotten"

    @display(description="contents")
    def contents(self, row: Order) -> str:
        return ", ".join(f"{line.quantity} × {line.name}" for line in row.lines.all())

    @display(description="reason", empty_value="")
    def reason(self, row: Order) -> str:
        party = row.__dict__.get("_party")
        cancellation = row.cancellation(own_words=party.cancellation_reason if party else "")
        return cancellation.reason if cancellation else ""

    @display(description="ends by itself", empty_value="")
    def ends(self, row: Order) -> str:
        time = time_to_pay(unpaid_days=settings.GOTUTO_UNPAID_DAYS)
        if row.status != OrderStatus.CONFIRMED or time is None:
            return ""
        if not row.is_cancellable:
            return "only by hand: a part is paid"
        return f"on {timezone.localtime(row.placed_at + time):%Y-%m-%d}, unless something is paid before"

    @display(description="can it be cancelled?", empty_value="")
    def kept(self, row: Order) -> str:
        if row.status not in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
            return ""
        return "No: the carrier has the parcel. Once the goods are back, send the money back with Refund on the page of its payment."

    @display(description="goes to")
    def shipping_address(self, row: Order) -> str:
        return address_lines(_address(row, "shipping_address"))

    @display(description="invoice to")
    def billing_address(self, row: Order) -> str:
        return address_lines(_address(row, "billing_address"))

    @display(description="belongs to it")
    def belongings(self, row: Order) -> str:
        return story.told(row, "order", row.id)

    @display(description="timeline")
    def timeline(self, row: Order) -> str:
        latest = PageRequest(size=MAX_SIZE, ordering="-version")
        page = history.get_history(order_id=OrderId(row.id), viewer=access.STAFF, page=latest)
        stream = [story.Entry(at=entry.occurred_at, text=entry.text) for entry in reversed(page.items)]
        facts = [fact for _, fact in story.facts_of(row, "order", row.id)]
        others = [entry for fact in facts for entry in fact.entries]
        others += story.log_entries([row, *(fact.row for fact in facts)])
        more = f"The latest {MAX_SIZE}; all of them stand under Streams of orders." if page.next else ""
        return format_html("{}{}", more, story.timeline([*stream, *others]))

    @display(description="elsewhere")
    def elsewhere(self, row: Order) -> str:
        places = [("Invoice", "admin:billing_invoice_changelist", "order_id"),
                  ("Parcels", "admin:shipping_shipment_changelist", "order_id"),
                  ("Messages", "admin:notification_notification_changelist", "order_id"),
                  ("Stock movements", "admin:inventory_movement_changelist", "order_id")]  # fmt: skip
        seen = [place for place in places if leads_somewhere(place[1])]
        links = ((reverse(view), parameter, row.id, label) for label, view, parameter in seen)
        return format_html_join(" · ", '<a class="go-link" href="{}?{}={}">{}</a>', links)


@admin.register(StreamRow)
class StreamRowAdmin(BackOffice):
    list_display = ("stream_id", "version", "type", "occurred_at", "correlation_id")
    finders = (by_id("stream_id"),)
    search_help_text = "An order's id; a correlation id is found among the events"
    ordering = ("-position",)


def _address(row: Order, which: str) -> Any:
    party = row.__dict__.get("_party")
    return None if party is None else getattr(party, which)
