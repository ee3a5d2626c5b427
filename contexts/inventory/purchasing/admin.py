"""Purchase orders in the back office: written from the worklist or by hand, placed, and received in parts."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contexts.inventory.costs.domain import told
from contexts.inventory.costs.statements import shown_in, valued_in
from contexts.inventory.purchasing import dto, models, queries, use_cases
from contexts.inventory.purchasing.dto import Delivery, PurchaseState, Wanted
from contexts.inventory.suppliers.admin import SupplierField
from contexts.inventory.transfers.admin import PiecesField, place_field
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.day_input import DayInput
from gotuto.display import badge, money
from gotuto.finding import by_id
from gotuto.form_fields import LineField, ProseField
from gotuto.ids import PurchaseOrderId, SupplierId
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role

STATE_COLOURS = {"draft": "info", "placed": "warning", "received": "success", "cancelled": "danger"}


class PurchaseForm(UseCaseForm):
    """What is to be ordered, and of whom; it costs what the supplier is known to ask."""

    supplier = SupplierField()
    pieces = PiecesField(
        required=False,
        help_text="A line for each SKU, with how many pieces: TEA-EARL-GREY-100 48. Empty: all that is to be ordered of the supplier.",
    )
    location = place_field(label="Where it is to come")
    promised_on = forms.DateField(required=False, label="Promised for", widget=DayInput)
    note = LineField(required=False, max_length=200, widget=UnfoldAdminTextInputWidget)
    called_here: ClassVar[dict[str, str]] = {"lines": "pieces", "quantity": "pieces"}

    class Meta:
        model = models.PurchaseOrder
        fields = ()

    def command(self, data: dict[str, Any]) -> dto.PurchaseOrder:
        supplier_id, actor, now = SupplierId(data["supplier"].id), acting(), timezone.now()
        if not data["pieces"]:
            return use_cases.order_shortages(supplier_id=supplier_id, actor=actor, now=now)
        return use_cases.create_purchase_order(
            supplier_id=supplier_id,
            lines=[Wanted(sku=sku, quantity=pieces) for sku, pieces in data["pieces"]],
            location=data["location"] and data["location"].code,
            promised_on=data["promised_on"],
            note=data["note"],
            actor=actor,
            now=now,
        )


class PlacingForm(Question):
    """When it is to come."""

    promised_on = forms.DateField(
        required=False, label="Promised for", widget=DayInput, help_text="Buyers of what is sold out are told."
    )

    def __init__(self, *args: Any, row: models.PurchaseOrder, **kwargs: Any) -> None:
        super().__init__(*args, row=row, initial={"promised_on": row.promised_on}, **kwargs)


class ReceivingForm(Question):
    """What has come; the rest is still awaited."""

    pieces = PiecesField(label="Has come")
    delivery_note = LineField(
        required=False, max_length=200, help_text="Its number; stands in the ledger.", widget=UnfoldAdminTextInputWidget
    )

    unit_costs = ProseField(
        required=False, max_length=50_000, label="Cost of a piece", widget=UnfoldAdminTextareaWidget
    )

    def __init__(self, *args: Any, row: models.PurchaseOrder, **kwargs: Any) -> None:
        known = "\n".join(f"{line.sku} {line.open}" for line in row.to_dto().lines if line.open)
        super().__init__(*args, row=row, initial={"pieces": known}, **kwargs)
        currency = valued_in()
        if currency is None:
            del self.fields["unit_costs"]
            return
        needed = (
            "Of what cost otherwise than ordered" if row.supplier.currency == currency else f"In {currency}, of each"
        )
        self.fields["unit_costs"].help_text = f"{needed}: a line for each SKU, such as TEA-EARL-GREY-100 3.20."


class LineInline(ReadOnlyInline):
    model = models.PurchaseLine
    verbose_name_plural = "lines"
    fields = readonly_fields = ("item", "quantity", "received", "cost", "together")
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("order__supplier")

    @display(description="cost of a piece")
    def cost(self, row: models.PurchaseLine) -> str:
        return money(row.to_dto(row.order.supplier.currency).cost)

    @display(description="together")
    def together(self, row: models.PurchaseLine) -> str:
        line = row.to_dto(row.order.supplier.currency)
        return money(line.cost * line.quantity)


def _has_come(row: models.PurchaseOrder) -> bool:
    return any(line.received for line in row.lines.all())


@admin.register(models.PurchaseOrder)
class PurchaseOrderAdmin(BackOffice):
    role = Role.STOCK
    creates = True
    goes_on = True
    form = PurchaseForm
    listing = queries.PURCHASE_ORDERS
    list_display = (
        "reference",
        "supplier",
        "contents",
        "total",
        "shown_state",
        "progress",
        "promised_on",
        "created_at",
    )
    finders = (by_id("id"),)
    refers: ClassVar[dict[str, str]] = {"created_by": "user"}
    ordering = ("-created_at", "-id")
    list_select_related = ("supplier", "location")
    inlines = (LineInline,)
    actions_detail = ("place_this", "receive_this", "close_this", "cancel_this")
    readonly_fields = (
        *("reference", "supplier", "where", "shown_state", "progress", "total", "promised_on", "note", "made_by"),
        *("created_at", "placed_at", "closed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("lines")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ("supplier", "pieces", "location", "promised_on", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    @row_action(
        description="Place",
        words="It is ordered; send it to the supplier yourself.",
        form_class=PlacingForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == PurchaseState.DRAFT,
    )
    def place_this(self, row: models.PurchaseOrder, *, promised_on: date | None, now: datetime) -> None:
        use_cases.place_purchase_order(purchase_order_id=PurchaseOrderId(row.id), promised_on=promised_on, now=now)

    @row_action(
        description="Receive",
        words="What stands here is put on the shelves; take out what has not come yet.",
        form_class=ReceivingForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == PurchaseState.PLACED,
    )
    def receive_this(
        self, row: models.PurchaseOrder, *, pieces: list[Any], delivery_note: str, unit_costs: str = "", now: datetime
    ) -> str:
        costs = told(unit_costs.splitlines(), currency=shown_in())
        use_cases.receive_purchase(
            purchase_order_id=PurchaseOrderId(row.id),
            deliveries=[Delivery(sku=sku, quantity=quantity) for sku, quantity in pieces if quantity],
            unit_costs=list(costs.items()),
            delivery_note=delivery_note,
            actor=acting(),
            now=now,
        )
        return f"has come: {', '.join(f'{quantity} × {sku}' for sku, quantity in pieces)}"

    @row_action(
        description="Close",
        words="What has not come will not.",
        when=lambda row: row.state == PurchaseState.PLACED,
    )
    def close_this(self, row: models.PurchaseOrder, *, now: datetime) -> None:
        use_cases.close_purchase(purchase_order_id=PurchaseOrderId(row.id), now=now)

    @row_action(
        description="Give up",
        words="Nothing of it is awaited any more.",
        variant=ActionVariant.DANGER,
        when=lambda row: row.state in (PurchaseState.DRAFT, PurchaseState.PLACED) and not _has_come(row),
    )
    def cancel_this(self, row: models.PurchaseOrder, *, now: datetime) -> None:
        use_cases.cancel_purchase(purchase_order_id=PurchaseOrderId(row.id), now=now)

    @display(description="where it is to come")
    def where(self, row: models.PurchaseOrder) -> str:
        return row.to_dto().location

    @display(description="contents")
    def contents(self, row: models.PurchaseOrder) -> str:
        return ", ".join(f"{line.quantity} × {line.sku}" for line in row.to_dto().lines)

    @display(description="total, net")
    def total(self, row: models.PurchaseOrder) -> str:
        return money(row.to_dto().total)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.PurchaseOrder) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="has come")
    def progress(self, row: models.PurchaseOrder) -> str:
        lines = row.to_dto().lines
        come, ordered = sum(line.received for line in lines), sum(line.quantity for line in lines)
        bar = '<progress value="{}" max="{}" aria-label="has come"></progress> {} of {}'
        return format_html(bar, come, ordered, f"{come:,}", f"{ordered:,}")

    @display(description="written by", empty_value="-")
    def made_by(self, row: models.PurchaseOrder) -> str:
        return self.called(row, "created_by")
