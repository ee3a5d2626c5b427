"""Stock in the back office: counters, and what explains them."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from contexts.inventory.costs.statements import valued_in
from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.locations.models import Location
from contexts.inventory.stock import dto, models, use_cases
from contexts.inventory.stock.admin.forms import CountForm, ReceiptForm, ReceiptQuestion, ReorderForm, SoldOutForm
from contexts.inventory.stock.domain import MOST_PIECES
from gotuto.actions.asking import row_action
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.beginnings import Beginning
from gotuto.display import changes, number
from gotuto.finding import by_name
from gotuto.form_fields import WholeNumberField
from gotuto.ids import Sku
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money
from gotuto.roles import Role
from gotuto.story import Fact

# Below this a list of the back office calls stock scarce.
FEW = 10

_LEDGER = "admin:inventory_movement_changelist"
_HOLDERS = "admin:inventory_reservation_changelist"
_COUNTERS = (
    *(
        "sku",
        "product",
        "on_hand",
        "reserved",
        "available",
        "holders",
        "waiting",
        "line",
        "when_sold_out",
        "waiting_limit",
    ),
    *("expected_at", "reorder_point", "reorder_quantity", "is_low", "ledger", "updated_at"),
)


class ReceiptPage(ReceiptForm, UseCaseForm):
    """Pieces of a SKU that is typed, also the first of a product that never lay in the warehouse."""

    class Meta:
        model = models.StockItem
        fields = ("sku",)

    def command(self, data: dict[str, Any]) -> dto.StockItem:
        sku = Sku(data["sku"].strip().upper())
        given: dict[str, Any] = {name: data.get(name) for name in ("pieces", "reason", "location", "unit_cost")}
        return _receive(sku, **given, now=timezone.now())


def _first_pieces() -> forms.Field:
    return WholeNumberField(
        required=False,
        min_value=1,
        max_value=MOST_PIECES,
        label="Pieces in stock",
        help_text="How many lie in the warehouse already; more can come in later.",
        widget=UnfoldAdminIntegerFieldWidget,
    )


def _begin(product: Any, pieces: int) -> None:
    _receive(Sku(product.sku), pieces=pieces, reason="", now=timezone.now())


class FreePieces(admin.SimpleListFilter):
    """Whether a buyer could have one now."""

    title = "availability"
    parameter_name = "available"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("yes", "Available"),
            ("few", f"Fewer than {FEW}"),
            ("no", "Sold out"),
            ("awaited", "Waited for"),
            ("low", "To be ordered"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.StockItem]) -> QuerySet[models.StockItem]:
        match self.value():
            case "yes":
                return queryset.filter(on_hand__gt=F("reserved"))
            case "no":
                return queryset.filter(on_hand=F("reserved"))
            case "awaited":
                return queryset.filter(waiting__gt=0)
            case "low":
                return queryset.filter(is_low=True)
            case "few":
                return queryset.filter(on_hand__lt=F("reserved") + FEW)
        return queryset


class LevelInline(ReadOnlyInline):
    """Where else the pieces lie; the main location has the rest."""

    model = models.Level
    verbose_name_plural = "at other locations"
    fields = readonly_fields = ("location", "on_hand", "reserved")
    hide_title = True


class StockItemAdmin(BackOffice):
    role = Role.STOCK
    creates = True
    form = ReceiptPage
    actions_detail = ("receive_this", "count_this", "sell_out_this", "reorder_this")
    # Where stock is valued the first pieces need their cost as well: they come in on the page of the new product.
    beginnings = (
        Beginning(
            kind="product", name="pieces", field=_first_pieces, begin=_begin, is_asked=lambda: valued_in() is None
        ),
    )
    list_display = ("sku", "product", "shown_on_hand", "shown_reserved", "available", "updated_at")
    list_filter = (FreePieces,)
    finders = (by_name("product", "sku"),)
    search_help_text = "Words, or how they begin, of the SKU or the product's name"
    refers: ClassVar[dict[str, str]] = {"sku": "product"}
    ordering = ("sku",)
    inlines = (LevelInline,)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj is not None and obj.on_hand_elsewhere else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        cost = () if valued_in() is None else ("unit_cost",)
        return _COUNTERS if obj else ("sku", "pieces", *cost, "reason", "location")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return _COUNTERS if obj else ()

    @row_action(description="Pieces came in", form_class=ReceiptQuestion, variant=ActionVariant.PRIMARY)
    def receive_this(
        self,
        row: models.StockItem,
        *,
        pieces: int,
        reason: str,
        location: Location | None,
        unit_cost: Money | None = None,
        now: datetime,
    ) -> str:
        _receive(Sku(row.sku), pieces=pieces, reason=reason, location=location, unit_cost=unit_cost, now=now)
        return f"{pieces} pieces came in at {location or MAIN_CODE} ({reason})"

    @row_action(
        description="Correct the count",
        words="Of the main location; a stocktake counts the others.",
        form_class=CountForm,
    )
    def count_this(
        self,
        row: models.StockItem,
        *,
        counted: int,
        on_hand: int,
        reason: str,
        unit_cost: Money | None = None,
        now: datetime,
    ) -> str:
        after = use_cases.adjust_stock(
            sku=Sku(row.sku), delta=counted - on_hand, reason=reason, unit_cost=unit_cost, actor=acting(), now=now
        )
        return f"{changes(('on hand', row.on_hand, after.on_hand))} ({reason})"

    @row_action(description="When sold out", form_class=SoldOutForm)
    def sell_out_this(
        self, row: models.StockItem, *, waits: bool, waiting_limit: int | None, expected_on: date | None, now: datetime
    ) -> str:
        after = use_cases.update_stock_item(
            sku=Sku(row.sku),
            when_sold_out=dto.SoldOut.WAIT if waits else dto.SoldOut.REFUSE,
            waiting_limit=waiting_limit,
            expected_at=None if expected_on is None else timezone.make_aware(datetime.combine(expected_on, time())),
            now=now,
        )
        return changes(("when sold out", row.when_sold_out, after.when_sold_out))

    @row_action(description="When to order more", form_class=ReorderForm)
    def reorder_this(
        self, row: models.StockItem, *, reorder_point: int | None, reorder_quantity: int | None, now: datetime
    ) -> str:
        use_cases.update_stock_item(
            sku=Sku(row.sku), reorder_point=reorder_point, reorder_quantity=reorder_quantity, now=now
        )
        return changes(
            ("reorder point", row.reorder_point, reorder_point),
            ("reorder quantity", row.reorder_quantity, reorder_quantity),
        )

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """How many pieces of a product there are."""
        for row in models.StockItem.objects.filter(sku=key) if kind == "product" else ():
            free = row.to_dto().available
            state, colour = ("available", "success") if free > 0 else ("sold out", "danger")
            text = f"{free:,} available, {row.on_hand:,} on hand, {row.reserved:,} reserved"
            yield Fact(row=row, title="Stock", state=state, colour=colour, text=text)

    @display(description="product")
    def product(self, row: models.StockItem) -> str:
        return self.called(row, "sku")

    @display(description="on hand", ordering="on_hand")
    def shown_on_hand(self, row: models.StockItem) -> str:
        return number(row.on_hand)

    @display(description="reserved", ordering="reserved")
    def shown_reserved(self, row: models.StockItem) -> str:
        return number(row.reserved)

    @display(description="available")
    def available(self, row: models.StockItem) -> str:
        return number(row.to_dto().available)

    @display(description="explained by")
    def ledger(self, row: models.StockItem) -> str:
        return format_html('<a class="go-link" href="{}?q={}">all movements</a>', reverse(_LEDGER), row.sku)

    @display(description="who waits")
    def line(self, row: models.StockItem) -> str:
        return format_html(
            '<a class="go-link" href="{}?state=waiting&amp;q={}">orders in line</a>', reverse(_HOLDERS), row.sku
        )

    @display(description="kept for")
    def holders(self, row: models.StockItem) -> str:
        return format_html(
            '<a class="go-link" href="{}?state=held&amp;q={}">who holds them</a>', reverse(_HOLDERS), row.sku
        )


def _receive(
    sku: Sku,
    *,
    pieces: int,
    reason: str,
    location: Location | None = None,
    unit_cost: Money | None = None,
    now: datetime,
) -> dto.StockItem:
    where = None if location is None else location.code
    return use_cases.receive_stock(
        sku=sku, quantity=pieces, reason=reason, location=where, unit_cost=unit_cost, actor=acting(), now=now
    )
