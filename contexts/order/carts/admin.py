"""Carts in the back office: what is in them, what it comes to, and what has become of them."""

from collections import defaultdict
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from contexts.order.carts.models import Cart, CartItem
from gotuto.backoffice import BackOffice
from gotuto.display import money
from gotuto.finding import by_id, by_name, either
from gotuto.inlines import ReadOnlyInline

STATE_COLOURS = {"open": "info", "ordered": "success", "expired": ""}


class StateFilter(admin.SimpleListFilter):
    """What has become of a cart."""

    title = "state"
    parameter_name = "state"
    conditions = {
        "open": Q(order_id=None, expired=False),
        "ordered": Q(order_id__isnull=False),
        "expired": Q(order_id=None, expired=True),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in self.conditions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Cart]) -> QuerySet[Cart]:
        wanted = self.conditions.get(str(self.value()))
        return queryset if wanted is None else queryset.filter(wanted)


class ItemInline(ReadOnlyInline):
    hide_title = True
    model = CartItem
    fields = readonly_fields = ("sku", "name", "quantity", "price", "item_total", "tax_class")
    ordering = ("id",)
    verbose_name_plural = "items"

    @display(description="unit price")
    def price(self, row: CartItem) -> str:
        return money(row.to_dto().unit_price)

    @display(description="total")
    def item_total(self, row: CartItem) -> str:
        return money(row.to_dto().total)


@admin.register(Cart)
class CartAdmin(BackOffice):
    list_display = ("contents", "shown_total", "shown_state", "buyer", "order_page", "created_at", "expires_at")
    list_display_links = ("contents",)
    list_filter = (StateFilter,)
    finders = (
        by_id("id", "customer_id", "order_id"),
        either(by_name("order", "order_id"), by_name("customer", "customer_id")),
    )
    search_help_text = "The number of the order, or words of the buyer's name or e-mail address"
    # Ids ascend with time, and have an index.
    ordering = ("-id",)
    refers: ClassVar[dict[str, str]] = {"customer_id": "customer", "order_id": "order"}
    fields = readonly_fields = (
        "contents",
        "shown_total",
        "shown_state",
        "buyer",
        "customer_group",
        "order_page",
        "created_at",
        "expires_at",
        "id",
        "customer_id",
        "order_id",
        "currency",
        "expired",
        "may_reopen",
        "version",
    )
    inlines = (ItemInline,)

    def prepare(self, rows: list[Cart]) -> None:
        super().prepare(rows)
        items: defaultdict[UUID, list[CartItem]] = defaultdict(list)
        for item in CartItem.objects.filter(cart__in=[row.id for row in rows]).order_by("id"):
            items[item.cart_id].append(item)
        for row in rows:
            row.__dict__["_told"] = row.to_dto(items[row.id])

    @display(description="contents")
    def contents(self, row: Cart) -> str:
        return ", ".join(f"{item.quantity} × {item.name}" for item in row.__dict__["_told"].items) or "nothing"

    @display(description="total")
    def shown_total(self, row: Cart) -> str:
        return money(row.__dict__["_told"].total)

    @display(description="state", label=STATE_COLOURS)
    def shown_state(self, row: Cart) -> str:
        if row.order_id is not None:
            return "ordered"
        return "expired" if row.expired else "open"

    @display(description="buyer")
    def buyer(self, row: Cart) -> str:
        return self.reference(row, "customer_id") if row.customer_id else "guest"

    @display(description="order")
    def order_page(self, row: Cart) -> str:
        return self.reference(row, "order_id")
