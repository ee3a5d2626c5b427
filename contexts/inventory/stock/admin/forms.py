"""What pages of stock ask for."""

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.inventory.costs.admin import CostedForm
from contexts.inventory.locations.domain import MAIN_ID
from contexts.inventory.locations.models import Location
from contexts.inventory.stock import dto, models
from contexts.inventory.stock.domain import MOST_PIECES
from gotuto.actions.forms import Question
from gotuto.day_input import DayInput
from gotuto.form_fields import LineField, WholeNumberField


class ReceiptForm(CostedForm):
    """Pieces came in."""

    field_order = ("pieces", "unit_cost")

    pieces = WholeNumberField(widget=UnfoldAdminIntegerFieldWidget)
    reason = LineField(
        max_length=200,
        required=False,
        help_text="Such as the number of the delivery note.",
        widget=UnfoldAdminTextInputWidget,
    )
    location = forms.ModelChoiceField(
        Location.objects.filter(closed_at=None).exclude(id=MAIN_ID),
        required=False,
        empty_label="Main location",
        help_text="Where they lie now.",
        widget=UnfoldAdminSelectWidget,
    )


class ReceiptQuestion(ReceiptForm, Question):
    """Pieces of a SKU that is known from the page."""


class CountForm(CostedForm, Question):
    """What was counted; what the books said then is kept, so that what moves meanwhile is not counted twice."""

    counted = WholeNumberField(min_value=0, widget=UnfoldAdminIntegerFieldWidget)
    reason = LineField(
        max_length=200,
        required=False,
        help_text="Why it is another number, such as: damaged, or counted anew.",
        widget=UnfoldAdminTextInputWidget,
    )
    on_hand = WholeNumberField(widget=forms.HiddenInput)
    field_order = ("counted", "reason", "unit_cost")

    def __init__(self, *args: Any, row: models.StockItem, **kwargs: Any) -> None:
        on_hand, reserved = row.on_hand - row.on_hand_elsewhere, row.reserved - row.reserved_elsewhere
        super().__init__(*args, row=row, initial={"on_hand": on_hand}, **kwargs)
        known = f"How many lie there. By the books {on_hand:,}, of which {reserved:,} are kept for orders."
        self.fields["counted"].help_text = known
        if "unit_cost" in self.fields:
            self.fields["unit_cost"].help_text = "Of what was found; empty is the average of those that lie there."

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "counted" in given and given["counted"] == given.get("on_hand"):
            self.add_error("counted", "So many there are by the books as well: there is nothing to correct.")
        return given


class ReorderForm(Question):
    """At how many pieces more is to be ordered, and how many at a time."""

    reorder_point = WholeNumberField(
        required=False,
        min_value=0,
        max_value=MOST_PIECES,
        label="When so many are left",
        help_text="Less what is kept for orders and waited for. Empty: never.",
        widget=UnfoldAdminIntegerFieldWidget,
    )
    reorder_quantity = WholeNumberField(
        required=False,
        min_value=1,
        max_value=MOST_PIECES,
        label="Order so many at a time",
        help_text="Empty: as many as are missing.",
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def __init__(self, *args: Any, row: models.StockItem, **kwargs: Any) -> None:
        initial = {"reorder_point": row.reorder_point, "reorder_quantity": row.reorder_quantity}
        super().__init__(*args, row=row, initial=initial, **kwargs)


class SoldOutForm(Question):
    """Whether orders wait for what is sold out, for how many pieces, and when more is promised."""

    waits = forms.BooleanField(
        required=False,
        label="Orders wait",
        help_text="Else an order for more than is free is refused. Who waits already stays in line.",
        widget=UnfoldBooleanSwitchWidget,
    )
    waiting_limit = WholeNumberField(
        required=False,
        min_value=1,
        max_value=MOST_PIECES,
        label="For at most so many pieces",
        help_text="Empty: for any number.",
        widget=UnfoldAdminIntegerFieldWidget,
    )
    expected_on = forms.DateField(
        required=False, label="More is promised for", help_text="Buyers are told.", widget=DayInput
    )

    def __init__(self, *args: Any, row: models.StockItem, **kwargs: Any) -> None:
        known = row.to_dto()
        promised = known.expected_at and known.expected_at.date()
        waits = known.when_sold_out is dto.SoldOut.WAIT
        initial = {"waits": waits, "waiting_limit": known.waiting_limit, "expected_on": promised}
        super().__init__(*args, row=row, initial=initial, **kwargs)
