"""The worklist of what is to be ordered, in the back office."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from contexts.inventory.replenishment import models, queries
from gotuto.backoffice import BackOffice
from gotuto.display import money, number, page_link
from gotuto.finding import by_name
from gotuto.ids import Sku


@admin.register(models.Shortage)
class ShortageAdmin(BackOffice):
    """What is down at its reorder point; how many pieces to order, and of whom."""

    list_display = (
        *("sku", "product", "shown_on_hand", "shown_left", "reorder_point", "on_order", "shown_suggested"),
        *("supplier", "supplier_sku", "cost"),
    )
    fields = readonly_fields = list_display
    finders = (by_name("product", "sku"),)
    search_help_text = "Words, or how they begin, of the SKU or the product's name"
    refers: ClassVar[dict[str, str]] = {"sku": "product"}
    ordering = ("sku",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(is_low=True)

    def prepare(self, rows: list[Any]) -> None:
        super().prepare(rows)
        known = queries.shortages_of(skus=[Sku(row.sku) for row in rows])
        for row in rows:
            row.__dict__["_shortage"] = known.get(Sku(row.sku))

    @display(description="product")
    def product(self, row: models.Shortage) -> str:
        return self.called(row, "sku")

    @display(description="on hand", ordering="on_hand")
    def shown_on_hand(self, row: models.Shortage) -> str:
        return number(row.on_hand)

    @display(description="left")
    def shown_left(self, row: models.Shortage) -> str:
        return number(row.to_dto().left)

    @display(description="on order")
    def on_order(self, row: models.Shortage) -> str:
        return number(_of(row, "on_order") or 0)

    @display(description="to order")
    def shown_suggested(self, row: models.Shortage) -> str:
        return number(_of(row, "suggested") or 0)

    @display(description="supplier")
    def supplier(self, row: models.Shortage) -> str:
        known = page_link("admin:inventory_supplier_change", _of(row, "supplier_id"), _of(row, "supplier"))
        return known or "nobody has it"

    @display(description="their SKU")
    def supplier_sku(self, row: models.Shortage) -> str:
        return _of(row, "supplier_sku") or ""

    @display(description="cost of a piece")
    def cost(self, row: models.Shortage) -> str:
        cost = _of(row, "cost")
        return "" if cost is None else money(cost)


def _of(row: models.Shortage, name: str) -> Any:
    return getattr(row.__dict__.get("_shortage"), name, None)
