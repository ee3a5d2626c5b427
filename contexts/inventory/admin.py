"""The warehouse in the back office: counters, what explains them, and for whom pieces are kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from contexts.inventory import dto, models, queries, use_cases
from contexts.inventory.dto import MovementKind
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.display import badge, number
from gotuto.finding import by_id, by_name
from gotuto.form_fields import LineField, WholeNumberField
from gotuto.ids import Sku
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role
from gotuto.story import Fact

STATE_COLOURS = {"held": "warning", "committed": "success", "released": "info"}
KIND_COLOURS = {"receipt": "success", "adjustment": "danger", "reserve": "warning", "release": "info", "commit": "info"}

# Below this a list of the back office calls stock scarce.
FEW = 10

_LEDGER = "admin:inventory_movement_changelist"
_COUNTERS = ("sku", "product", "on_hand", "reserved", "available", "ledger", "updated_at")


class FirstReceiptForm(UseCaseForm):
    """The first pieces of a product that never lay in the warehouse."""

    pieces = WholeNumberField(widget=UnfoldAdminIntegerFieldWidget)
    reason = LineField(max_length=200, required=False, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = models.StockItem
        fields = ("sku",)

    def command(self, data: dict[str, Any]) -> dto.StockItem:
        return _receive(Sku(data["sku"].strip().upper()), data)


class BookingForm(UseCaseForm):
    """Pieces come in, or the count is corrected."""

    instance: models.StockItem
    booking = forms.ChoiceField(
        choices=[
            (MovementKind.RECEIPT.value, "Pieces came in"),
            (MovementKind.ADJUSTMENT.value, "The count was wrong"),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    pieces = WholeNumberField(
        help_text="How many came in; for a correction how many more there are, or with a minus how many fewer.",
        widget=UnfoldAdminIntegerFieldWidget,
    )
    reason = LineField(
        max_length=200,
        required=False,
        help_text="Such as the number of the delivery note. A correction must say why.",
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = models.StockItem
        fields = ()

    def command(self, data: dict[str, Any]) -> dto.StockItem:
        sku = Sku(self.instance.sku)
        if data["booking"] == MovementKind.RECEIPT:
            return _receive(sku, data)
        return use_cases.adjust_stock(
            sku=sku, delta=data["pieces"], reason=data["reason"], actor=acting(), now=timezone.now()
        )


class ReceiptForm(Question):
    """Pieces came in."""

    pieces = WholeNumberField(widget=UnfoldAdminIntegerFieldWidget)
    reason = LineField(
        max_length=200,
        required=False,
        help_text="Such as the number of the delivery note.",
        widget=UnfoldAdminTextInputWidget,
    )


class FreePieces(admin.SimpleListFilter):
    """Whether a buyer could have one now."""

    title = "availability"
    parameter_name = "available"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Available"), ("few", f"Fewer than {FEW}"), ("no", "Sold out")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.StockItem]) -> QuerySet[models.StockItem]:
        match self.value():
            case "yes":
                return queryset.filter(on_hand__gt=F("reserved"))
            case "no":
                return queryset.filter(on_hand=F("reserved"))
            case "few":
                return queryset.filter(on_hand__lt=F("reserved") + FEW)
        return queryset


@admin.register(models.StockItem)
class StockItemAdmin(BackOffice):
    role = Role.STOCK
    creates = edits = True
    actions_detail = ("receive_this",)
    list_display = ("sku", "product", "shown_on_hand", "shown_reserved", "available", "updated_at")
    list_filter = (FreePieces,)
    finders = (by_name("product", "sku"),)
    search_help_text = "Words, or how they begin, of the SKU or the product's name"
    refers: ClassVar[dict[str, str]] = {"sku": "product"}
    ordering = ("sku",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(
            request, obj, change=change, **{**kwargs, "form": BookingForm if obj else FirstReceiptForm}
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [("First receipt", {"fields": ("sku", "pieces", "reason")})]
        counters = (None, {"fields": _COUNTERS})
        if not self.has_change_permission(request, obj):
            return [counters]
        return [counters, ("Book", {"fields": ("booking", "pieces", "reason")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else _COUNTERS

    @row_action(description="Pieces came in", form_class=ReceiptForm)
    def receive_this(self, row: models.StockItem, *, pieces: int, reason: str, now: datetime) -> None:
        use_cases.receive_stock(sku=Sku(row.sku), quantity=pieces, reason=reason, actor=acting(), now=now)

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
        return format_html('<a class="go-link" href="{}?q={}">movements</a>', reverse(_LEDGER), row.sku)


@admin.register(models.Movement)
class MovementAdmin(BackOffice):
    list_display = (
        "occurred_at",
        "sku",
        "product",
        "shown_kind",
        "delta_on_hand",
        "delta_reserved",
        "reason",
        "order_page",
        "who",
    )
    listing = queries.MOVEMENTS
    linked_by = ("order_id",)
    finders = (by_id("order_id"), by_name("order", "order_id"), by_name("product", "item"))
    search_help_text = "Words, or how they begin, of the SKU or the product's name; an order's number or buyer"
    refers: ClassVar[dict[str, str]] = {"item_id": "product", "order_id": "order", "actor": "user"}
    fields = readonly_fields = (*list_display, "item", "kind", "actor", "order_id")
    ordering = ("-occurred_at", "-id")

    @display(description="SKU", ordering="item_id")
    def sku(self, row: models.Movement) -> str:
        return str(row.item_id)

    @display(description="product")
    def product(self, row: models.Movement) -> str:
        return self.called(row, "item_id")

    @display(description="order")
    def order_page(self, row: models.Movement) -> str:
        return self.reference(row, "order_id")

    @display(description="booked by", empty_value="")
    def who(self, row: models.Movement) -> str:
        return self.called(row, "actor")

    @display(description="kind", ordering="kind")
    def shown_kind(self, row: models.Movement) -> str:
        return badge(row.kind, KIND_COLOURS[row.kind])


class LineInline(ReadOnlyInline):
    model = models.ReservationLine
    verbose_name_plural = "lines"
    fields = ("item", "quantity")
    readonly_fields = fields
    hide_title = True


@admin.register(models.Reservation)
class ReservationAdmin(BackOffice):
    list_display = ("kept_for", "shown_state", "contents", "created_at", "updated_at")
    list_filter = ("state",)
    finders = (by_id("id", "order_id"), by_name("order", "order_id"))
    search_help_text = "The number of an order, or words of its buyer's name or e-mail address"
    refers: ClassVar[dict[str, str]] = {"order_id": "order"}
    ordering = ("-created_at",)
    fields = readonly_fields = ("order_page", "shown_state", "order_id", "created_at", "updated_at")
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Reservation]:
        rows: QuerySet[models.Reservation] = super().get_queryset(request)
        return rows.prefetch_related("lines")

    @display(description="kept for")
    def kept_for(self, row: models.Reservation) -> str:
        return self.called(row, "order_id") or str(row.order_id)

    @display(description="order")
    def order_page(self, row: models.Reservation) -> str:
        return self.reference(row, "order_id")

    @display(description="contents")
    def contents(self, row: models.Reservation) -> str:
        return ", ".join(f"{line.quantity} × {line.sku}" for line in row.to_dto().lines)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Reservation) -> str:
        return badge(row.state, STATE_COLOURS[row.state])


def _receive(sku: Sku, data: dict[str, Any]) -> dto.StockItem:
    return use_cases.receive_stock(
        sku=sku, quantity=data["pieces"], reason=data["reason"], actor=acting(), now=timezone.now()
    )
