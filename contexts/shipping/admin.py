"""Parcels in the back office: what is to be sent, and where it goes."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.decorators import display
from unfold.widgets import UnfoldBooleanSwitchWidget

from contexts.shipping import dto, models, queries, use_cases
from contexts.shipping.dto import ShipmentState
from gotuto.backoffice import BackOffice, UseCaseForm, command_action, page_link
from gotuto.ids import ShipmentId
from gotuto.roles import Role

STATE_COLOURS = {"pending": "warning", "dispatched": "info", "delivered": "success", "cancelled": "danger"}


class DispatchForm(UseCaseForm):
    """A pending parcel is handed to the carrier."""

    class Meta:
        model = models.Shipment
        fields = ("carrier", "tracking_number")

    def command(self, data: dict[str, Any]) -> dto.Shipment:
        return use_cases.dispatch_shipment(
            shipment_id=ShipmentId(self.instance.pk),
            carrier=data["carrier"],
            tracking_number=data["tracking_number"],
            now=timezone.now(),
        )


class DeliverForm(UseCaseForm):
    """A parcel on its way has arrived."""

    arrived = forms.BooleanField(label="The buyer has the parcel", widget=UnfoldBooleanSwitchWidget)

    class Meta:
        model = models.Shipment
        fields = ()

    def command(self, data: dict[str, Any]) -> dto.Shipment:
        return use_cases.deliver_shipment(shipment_id=ShipmentId(self.instance.pk), now=timezone.now())


# What a person can do next with a parcel, by its state.
_NEXT_STEP: dict[str, tuple[type[UseCaseForm], str, dict[str, Any]]] = {
    ShipmentState.PENDING.value: (
        DispatchForm,
        "Hand it to the carrier",
        {"fields": ("carrier", "tracking_number"), "description": "Saving sends it: its goods leave the stock."},
    ),
    ShipmentState.DISPATCHED.value: (DeliverForm, "Arrival", {"fields": ("arrived",)}),
}


@admin.register(models.Shipment)
class ShipmentAdmin(BackOffice):
    role = Role.FULFILMENT
    edits = True
    list_display = (
        "id",
        "shown_state",
        "contents",
        "recipient",
        "order_page",
        "carrier",
        "tracking_number",
        "created_at",
    )
    listing = queries.SHIPMENTS
    search_fields = ("id__exact", "order_id__exact", "tracking_number__exact")
    search_help_text = "The id of a shipment or an order, or a tracking number"
    ordering = ("-created_at", "-id")
    actions = ("deliver",)
    readonly_fields = (
        "order_page",
        "shown_state",
        "contents",
        "goes_to",
        "carrier",
        "tracking_number",
        "created_at",
        "dispatched_at",
        "delivered_at",
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.state in _NEXT_STEP)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self.has_change_permission(request, obj):
            kwargs["form"] = _NEXT_STEP[obj.state][0]
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if not self.has_change_permission(request, obj):
            return self.readonly_fields
        open_fields = _NEXT_STEP[obj.state][2]["fields"]
        return tuple(name for name in self.readonly_fields if name not in open_fields)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parcel = (None, {"fields": self.get_readonly_fields(request, obj)})
        if not self.has_change_permission(request, obj):
            return [parcel]
        _, title, step = _NEXT_STEP[obj.state]
        return [(title, step), parcel]

    @command_action(description="The buyers have the selected parcels")
    def deliver(self, row: models.Shipment, *, now: datetime) -> None:
        use_cases.deliver_shipment(shipment_id=ShipmentId(row.id), now=now)

    @display(description="order")
    def order_page(self, row: models.Shipment) -> str:
        return page_link("admin:order_order_change", row.order_id, "open")

    @display(description="state", label=STATE_COLOURS, ordering="state")
    def shown_state(self, row: models.Shipment) -> str:
        return row.state

    @display(description="contents")
    def contents(self, row: models.Shipment) -> str:
        return ", ".join(f"{line.quantity} × {line.sku}" for line in row.to_dto().lines)

    @display(description="recipient")
    def recipient(self, row: models.Shipment) -> str:
        address = row.to_dto().address
        return "" if address is None else f"{address.name}, {address.city}"

    @display(description="goes to")
    def goes_to(self, row: models.Shipment) -> str:
        address = row.to_dto().address
        if address is None:
            return ""
        town = f"{address.postal_code} {address.city}"
        lines = (address.name, address.line1, address.line2, town, address.region, address.country, address.phone)
        return format_html_join("", "{}<br>", ((line,) for line in lines if line))
