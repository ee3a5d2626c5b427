"""Stocktakes in the back office: a list to walk along a shelf with, typed or scanned."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contexts.inventory.locations.models import Location
from contexts.inventory.stocktakes import dto, models, queries, use_cases
from contexts.inventory.stocktakes.dto import Count, CountState, StocktakeState
from contexts.inventory.transfers.admin import place_field
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.display import badge
from gotuto.finding import by_id
from gotuto.form_fields import LineField, ProseField
from gotuto.ids import Sku, StocktakeId
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role

STATE_COLOURS = {"open": "warning", "closed": "success", "cancelled": "danger"}
LINE_COLOURS = {"open": "info", "counted": "warning", "blocked": "danger", "booked": "success"}
_TEXT = 200_000
_SHOWN = 30


class ScannedField(ProseField):
    """A line for each SKU, as a scanner types it or a spreadsheet copies it; without a number it is one piece."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": UnfoldAdminTextareaWidget, "max_length": _TEXT, **more})

    def clean(self, value: Any) -> list[Count]:
        """Raises ValidationError."""
        text = super().clean(value)
        lines = [line.replace(",", " ").replace(";", " ").split() for line in text.splitlines()]
        return [self._read(words) for words in lines if words and words[0].lower() != "sku"]

    def _read(self, words: list[str]) -> Count:
        pieces = words[1] if len(words) > 1 else "1"
        if len(words) > 2 or not pieces.isascii() or not pieces.isdecimal() or len(pieces) > 7:
            raise forms.ValidationError(f"A line is a SKU and a number of pieces; {' '.join(words)!r} is not.")
        return Count(sku=Sku(words[0].upper()), quantity=int(pieces))


class StocktakeForm(UseCaseForm):
    """What is counted, and where."""

    location = place_field()
    category = LineField(
        required=False, max_length=200, widget=UnfoldAdminTextInputWidget,
        help_text="The slug of a category; all below it is counted as well.",
    )  # fmt: skip
    skus = ProseField(
        required=False, max_length=_TEXT, label="SKUs", widget=UnfoldAdminTextareaWidget,
        help_text="One a line. Without any, and without a category, all that lies there is counted.",
    )  # fmt: skip
    note = LineField(required=False, max_length=200, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = models.Stocktake
        fields = ()

    def command(self, data: dict[str, Any]) -> dto.Stocktake:
        where: Location | None = data["location"]
        return use_cases.open_stocktake(
            location=None if where is None else where.code,
            category=data["category"],
            skus=[Sku(word.upper()) for word in data["skus"].split()],
            note=data["note"],
            actor=acting(),
            now=timezone.now(),
        )


class CountingForm(Question):
    """What lies on the shelf."""

    counts = ScannedField(
        label="Counted",
        help_text="A line for each SKU: TEA-EARL-GREY-100 41. Scanned piece by piece, each line without a number is one "
        "piece; lines of one SKU are added up. Lines of a CSV file can be pasted.",
    )

    def about(self) -> str:
        """What is left of the shelf, as far as it fits on the page."""
        left = list(self.row.lines.filter(state=CountState.OPEN.value).values_list("item_id", flat=True)[: _SHOWN + 1])
        words = ", ".join(left[:_SHOWN]) + (" and more" if len(left) > _SHOWN else "")
        return f"Still to count: {words}." if left else "Everything has been counted once."


class LineInline(ReadOnlyInline):
    model = models.StocktakeLine
    verbose_name_plural = "lines"
    fields = readonly_fields = ("item", "shown_state", "counted", "expected", "difference", "problem", "counted_at")
    hide_title = True

    @display(description="state")
    def shown_state(self, row: models.StocktakeLine) -> str:
        return badge(row.state, LINE_COLOURS[row.state])

    @display(description="difference", empty_value="")
    def difference(self, row: models.StocktakeLine) -> str:
        found = row.to_dto().difference
        return "" if found is None else f"{found:+}" if found else "0"


@admin.register(models.Stocktake)
class StocktakeAdmin(BackOffice):
    role = Role.STOCK
    creates = True
    goes_on = True
    form = StocktakeForm
    listing = queries.STOCKTAKES
    list_display = ("reference", "place", "shown_state", "progress", "note", "created_at")
    finders = (by_id("id"),)
    refers: ClassVar[dict[str, str]] = {"created_by": "user"}
    ordering = ("-created_at", "-id")
    inlines = (LineInline,)
    actions_detail = ("count_this", "close_this", "cancel_this")
    readonly_fields = ("reference", "place", "shown_state", "progress", "note", "made_by", "created_at", "closed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return models.with_sums(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ("location", "category", "skus", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    @row_action(
        description="Count",
        words="Counted again, the last count holds. What is sold or comes in afterwards does not matter.",
        form_class=CountingForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == StocktakeState.OPEN,
    )
    def count_this(self, row: models.Stocktake, *, counts: list[Count], now: datetime) -> str:
        use_cases.count(stocktake_id=StocktakeId(row.id), counts=counts, actor=acting(), now=now)
        return f"{sum(one.quantity for one in counts)} pieces counted"

    @row_action(
        description="Book the differences",
        words="What would cut into reservations is not booked and says so; the stocktake stays open then.",
        when=lambda row: row.state == StocktakeState.OPEN,
    )
    def close_this(self, row: models.Stocktake, *, now: datetime) -> None:
        use_cases.close_stocktake(stocktake_id=StocktakeId(row.id), actor=acting(), now=now)

    @row_action(
        description="Give up",
        words="What is booked stays booked.",
        variant=ActionVariant.DANGER,
        when=lambda row: row.state == StocktakeState.OPEN,
    )
    def cancel_this(self, row: models.Stocktake, *, now: datetime) -> None:
        use_cases.cancel_stocktake(stocktake_id=StocktakeId(row.id), now=now)

    @display(description="location")
    def place(self, row: models.Stocktake) -> str:
        return row.place()

    @display(description="progress")
    def progress(self, row: models.Stocktake) -> str:
        known = models.to_dto(row)
        words = f"{known.counted:,} of {known.lines:,} counted, {known.booked:,} booked"
        return f"{words}, {known.blocked:,} in the way of reservations" if known.blocked else words

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Stocktake) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="opened by", empty_value="-")
    def made_by(self, row: models.Stocktake) -> str:
        return self.called(row, "created_by")
