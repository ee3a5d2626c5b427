"""The ledger in the back office."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from contexts.inventory.costs.statements import valued_in
from contexts.inventory.movements import models, queries
from gotuto.backoffice import BackOffice
from gotuto.display import badge, money
from gotuto.finding import by_id, by_name

KIND_COLOURS = {
    "receipt": "success",
    "return": "success",
    "transfer_in": "success",
    "adjustment": "danger",
    "scrap": "danger",
    "write_off": "danger",
    "count": "danger",
    "reserve": "warning",
    "release": "info",
    "commit": "info",
    "transfer_out": "info",
    "valuation": "info",
    "transfer_loss": "danger",
}


@admin.register(models.Movement)
class MovementAdmin(BackOffice):
    list_display = (
        "occurred_at",
        "sku",
        "product",
        "shown_kind",
        "delta_on_hand",
        "delta_reserved",
        "place",
        "value",
        "reason",
        "reference",
        "order_page",
        "who",
    )
    listing = queries.MOVEMENTS
    linked_by = ("order_id",)
    finders = (by_id("order_id"), by_name("order", "order_id"), by_name("product", "item"))
    search_help_text = "Words, or how they begin, of the SKU or the product's name; an order's number or buyer"
    refers: ClassVar[dict[str, str]] = {"item_id": "product", "order_id": "order", "actor": "user"}
    fields = readonly_fields = (*list_display, "item", "kind", "actor", "order_id")
    # Ids ascend with time, and have an index.
    ordering = ("-id",)
    list_select_related = ("location",)

    def get_list_display(self, request: HttpRequest) -> Any:
        return self.list_display if valued_in() else [name for name in self.list_display if name != "value"]

    @display(description="SKU", ordering="item_id")
    def sku(self, row: models.Movement) -> str:
        return str(row.item_id)

    @display(description="product")
    def product(self, row: models.Movement) -> str:
        return self.called(row, "item_id")

    @display(description="location")
    def place(self, row: models.Movement) -> str:
        return row.to_dto().location

    @display(description="value", empty_value="")
    def value(self, row: models.Movement) -> str:
        value = row.to_dto().value
        return "" if value is None else money(value)

    @display(description="order")
    def order_page(self, row: models.Movement) -> str:
        return self.reference(row, "order_id")

    @display(description="booked by", empty_value="")
    def who(self, row: models.Movement) -> str:
        return self.called(row, "actor")

    @display(description="kind", ordering="kind")
    def shown_kind(self, row: models.Movement) -> str:
        return badge(row.kind, KIND_COLOURS[row.kind])
