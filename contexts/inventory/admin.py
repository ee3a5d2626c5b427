"""The warehouse in the back office: counters, what explains them, and for whom pieces are kept."""

from typing import Any

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
from gotuto import trace
from gotuto.backoffice import BackOffice, ReadOnlyInline, UseCaseForm
from gotuto.form_fields import LineField, WholeNumberField
from gotuto.ids import ActorId, Sku
from gotuto.roles import Role

STATE_COLOURS = {"held": "warning", "committed": "success", "released": "info"}
KIND_COLOURS = {"receipt": "success", "adjustment": "danger", "reserve": "warning", "release": "info", "commit": "info"}

_LEDGER = "admin:inventory_movement_changelist"
_COUNTERS = ("sku", "on_hand", "reserved", "available", "ledger", "updated_at")


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
            sku=sku, delta=data["pieces"], reason=data["reason"], actor=_actor(), now=timezone.now()
        )


class FreePieces(admin.SimpleListFilter):
    """Whether a buyer could have one now."""

    title = "availability"
    parameter_name = "available"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Available"), ("no", "Sold out")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.StockItem]) -> QuerySet[models.StockItem]:
        match self.value():
            case "yes":
                return queryset.filter(on_hand__gt=F("reserved"))
            case "no":
                return queryset.filter(on_hand=F("reserved"))
        return queryset


@admin.register(models.StockItem)
class StockItemAdmin(BackOffice):
    role = Role.STOCK
    creates = edits = True
    list_display = ("sku", "on_hand", "reserved", "available", "updated_at")
    list_filter = (FreePieces,)
    search_fields = ("sku__istartswith",)
    search_help_text = "How the SKU begins"
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

    @display(description="available")
    def available(self, row: models.StockItem) -> int:
        return row.to_dto().available

    @display(description="explained by")
    def ledger(self, row: models.StockItem) -> str:
        return format_html('<a class="text-primary-600" href="{}?q={}">movements</a>', reverse(_LEDGER), row.sku)


@admin.register(models.Movement)
class MovementAdmin(BackOffice):
    list_display = ("occurred_at", "sku", "shown_kind", "delta_on_hand", "delta_reserved", "reason", "order_id")
    listing = queries.MOVEMENTS
    search_fields = ("item__sku__exact", "order_id__exact")
    search_help_text = "A SKU, or the id of an order"
    ordering = ("-occurred_at", "-id")

    @display(description="SKU", ordering="item_id")
    def sku(self, row: models.Movement) -> str:
        return str(row.item_id)

    @display(description="kind", label=KIND_COLOURS, ordering="kind")
    def shown_kind(self, row: models.Movement) -> str:
        return row.kind


class LineInline(ReadOnlyInline):
    model = models.ReservationLine
    verbose_name_plural = "lines"
    fields = ("item", "quantity")
    readonly_fields = fields
    hide_title = True


@admin.register(models.Reservation)
class ReservationAdmin(BackOffice):
    list_display = ("order_id", "shown_state", "created_at", "updated_at")
    list_filter = ("state",)
    search_fields = ("order_id__exact",)
    search_help_text = "The id of an order"
    ordering = ("-created_at",)
    fields = ("order_id", "shown_state", "created_at", "updated_at")
    readonly_fields = fields
    inlines = (LineInline,)

    @display(description="state", label=STATE_COLOURS, ordering="state")
    def shown_state(self, row: models.Reservation) -> str:
        return row.state


def _receive(sku: Sku, data: dict[str, Any]) -> dto.StockItem:
    return use_cases.receive_stock(
        sku=sku, quantity=data["pieces"], reason=data["reason"], actor=_actor(), now=timezone.now()
    )


def _actor() -> ActorId | None:
    user_id = trace.actor()
    return None if user_id is None else ActorId(user_id)
