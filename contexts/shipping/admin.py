"""Parcels in the back office: what is to be sent, and where it goes."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from contexts.shipping import domain, dto, models, queries, use_cases
from contexts.shipping.dto import ShipmentState
from contexts.shipping.serializers import NAME_LENGTH
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, acting
from gotuto.display import address_lines, badge, changes
from gotuto.finding import by_id, by_name, either
from gotuto.form_fields import LineField, WholeNumberField
from gotuto.ids import ShipmentId
from gotuto.roles import Role
from gotuto.story import Fact

STATE_COLOURS = {"pending": "warning", "dispatched": "info", "delivered": "success", "cancelled": "danger"}


class _LabelForm(Question):
    """By which carrier a parcel goes, and under which number."""

    carrier = LineField(max_length=NAME_LENGTH, required=False, widget=UnfoldAdminTextInputWidget)
    tracking_number = LineField(max_length=NAME_LENGTH, required=False, widget=UnfoldAdminTextInputWidget)


class DispatchForm(_LabelForm):
    """A parcel goes with a carrier and a number, unless somebody says that it does not."""

    without = forms.BooleanField(
        required=False,
        label="It goes without a carrier or without a tracking number",
        widget=UnfoldBooleanSwitchWidget,
    )

    def about(self) -> str:
        parcel: dto.Shipment = self.row.to_dto()
        goods = _contents(parcel)
        return goods if parcel.address is None else f"{goods}; to {parcel.address.name}, {parcel.address.city}"

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.pop("without"):
            for name in ("carrier", "tracking_number"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, "Fill this in, or say below that the parcel goes without.")
        return given


class CorrectionForm(_LabelForm):
    """The label as it was told; what was seen is kept, so that nobody overwrites what they have not seen."""

    expected_version = WholeNumberField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: models.Shipment, **kwargs: Any) -> None:
        known = {"carrier": row.carrier, "tracking_number": row.tracking_number, "expected_version": row.version}
        super().__init__(*args, row=row, initial=known, **kwargs)


@admin.register(models.Shipment)
class ShipmentAdmin(BackOffice):
    role = Role.FULFILMENT
    list_display = (
        "parcel",
        "shown_state",
        "contents",
        "recipient",
        "carrier",
        "tracking_number",
        "created_at",
    )
    listing = queries.SHIPMENTS
    finders = (by_id("id", "order_id"), either(models.with_tracking_number, by_name("order", "order_id")))
    search_help_text = "The number of the order, words of the buyer's name or e-mail address, or a tracking number"
    refers: ClassVar[dict[str, str]] = {"order_id": "order", "dispatched_by": "user", "delivered_by": "user"}
    ordering = ("-created_at", "-id")
    actions = ("deliver",)
    actions_detail = ("dispatch_this", "deliver_this", "correct_this")
    readonly_fields = (
        "order_page",
        "shown_state",
        "contents",
        "to_fetch",
        "goes_to",
        "carrier",
        "tracking_number",
        "created_at",
        "dispatched_at",
        "sent_by",
        "delivered_at",
        "arrival_by",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.readonly_fields})]

    @row_action(
        description="Hand to the carrier",
        words="The goods leave the stock, the order becomes shipped and the buyer is written to. This cannot be taken back.",
        form_class=DispatchForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == ShipmentState.PENDING,
    )
    def dispatch_this(self, row: models.Shipment, *, carrier: str, tracking_number: str, now: datetime) -> None:
        use_cases.dispatch_shipment(
            shipment_id=ShipmentId(row.id),
            carrier=carrier,
            tracking_number=tracking_number,
            actor=acting(),
            now=now,
        )

    @row_action(
        description="Correct carrier and tracking number",
        words="The buyer is not written to again.",
        form_class=CorrectionForm,
        when=lambda row: row.state in domain.SENT,
    )
    def correct_this(
        self, row: models.Shipment, *, carrier: str, tracking_number: str, expected_version: int, now: datetime
    ) -> str:
        before = (row.carrier, row.tracking_number)
        after = use_cases.correct_shipment(
            shipment_id=ShipmentId(row.id),
            carrier=carrier,
            tracking_number=tracking_number,
            expected_version=expected_version,
            now=now,
        )
        return changes(("carrier", before[0], after.carrier), ("tracking number", before[1], after.tracking_number))

    @row_action(
        description="The buyer has it",
        words="The order becomes delivered. This cannot be taken back.",
        when=lambda row: row.state == ShipmentState.DISPATCHED,
    )
    def deliver_this(self, row: models.Shipment, *, now: datetime) -> None:
        use_cases.deliver_shipment(shipment_id=ShipmentId(row.id), actor=acting(), now=now)

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """The parcels of an order, by whom and under which number they go."""
        for row in models.Shipment.objects.filter(order_id=key).order_by("number") if kind == "order" else ():
            if row.address is not None:
                label = " ".join(part for part in (row.carrier, row.tracking_number) if part)
                text = ", ".join(part for part in (label, self.contents(row)) if part)
                title = "Parcel" if row.number == 1 else f"Parcel {row.number}"
                yield Fact(row=row, title=title, state=row.state, colour=STATE_COLOURS[row.state], text=text)

    @list_action(
        description="The buyers have the selected parcels",
        words="Their orders become delivered. This cannot be taken back.",
        only=Q(state=ShipmentState.DISPATCHED.value),
    )
    def deliver(self, row: models.Shipment, *, now: datetime) -> None:
        use_cases.deliver_shipment(shipment_id=ShipmentId(row.id), actor=acting(), now=now)

    @display(description="dispatched by", empty_value="-")
    def sent_by(self, row: models.Shipment) -> str:
        return self.reference(row, "dispatched_by")

    @display(description="delivered, says", empty_value="-")
    def arrival_by(self, row: models.Shipment) -> str:
        return self.reference(row, "delivered_by")

    @display(description="parcel of order")
    def parcel(self, row: models.Shipment) -> str:
        return self.called(row, "order_id") or str(row.order_id)

    @display(description="order")
    def order_page(self, row: models.Shipment) -> str:
        return self.reference(row, "order_id")

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Shipment) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="contents")
    def contents(self, row: models.Shipment) -> str:
        return _contents(row.to_dto())

    @display(description="to fetch", empty_value="-")
    def to_fetch(self, row: models.Shipment) -> str:
        """From which shelves, location by location, as long as it is not sent."""
        if row.state != ShipmentState.PENDING:
            return ""
        picks = use_cases.picking_list(shipment_id=ShipmentId(row.id)).results
        there = groupby(picks, key=lambda pick: f"{pick.location_name} ({pick.location})")
        return "; ".join(
            f"{place}: {', '.join(f'{one.quantity} × {one.sku}' for one in found)}" for place, found in there
        )

    @display(description="recipient")
    def recipient(self, row: models.Shipment) -> str:
        address = row.to_dto().address
        return "" if address is None else f"{address.name}, {address.city}"

    @display(description="goes to")
    def goes_to(self, row: models.Shipment) -> str:
        return address_lines(row.to_dto().address)


def _contents(parcel: dto.Shipment) -> str:
    return ", ".join(f"{line.quantity} × {line.sku}" for line in parcel.lines)
