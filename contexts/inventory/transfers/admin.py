"""Transfers in the back office: a list of pieces that is sent, and comes in parts."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contexts.inventory.locations.domain import MAIN_ID
from contexts.inventory.locations.models import Location
from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.transfers import dto, models, queries, use_cases
from contexts.inventory.transfers.dto import Arrival, TransferState
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.display import badge
from gotuto.finding import by_id
from gotuto.form_fields import LineField, ProseField
from gotuto.ids import Sku, TransferId
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role

STATE_COLOURS = {"draft": "info", "sent": "warning", "received": "success", "cancelled": "danger"}


class PiecesField(ProseField):
    """A line for each SKU, with how many pieces: `TEA-EARL-GREY-100 20`; becomes pairs of both."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": UnfoldAdminTextareaWidget, "max_length": 50_000, **more})

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        for words in lines:
            if len(words) != 2 or not words[1].isascii() or not words[1].isdecimal() or len(words[1]) > 9:
                raise forms.ValidationError(f"A line is a SKU and a number of pieces; {' '.join(words)!r} is not.")
        return [(Sku(sku.upper()), int(pieces)) for sku, pieces in lines]


def place_field(**more: Any) -> forms.Field:
    """A choice of one location that is open; none is the main one."""
    return forms.ModelChoiceField(
        Location.objects.filter(closed_at=None).exclude(id=MAIN_ID),
        required=False,
        empty_label="Main location",
        widget=UnfoldAdminSelectWidget,
        **more,
    )


class TransferForm(UseCaseForm):
    """What is to go, and from where to where."""

    from_location = place_field(label="From")
    to_location = place_field(label="To")
    pieces = PiecesField(help_text="A line for each SKU, with how many pieces: TEA-EARL-GREY-100 20")
    note = LineField(required=False, max_length=200, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = models.Transfer
        fields = ()

    called_here: ClassVar[dict[str, str]] = {"lines": "pieces", "quantity": "pieces"}

    def command(self, data: dict[str, Any]) -> dto.Transfer:
        origin, destination = data["from_location"], data["to_location"]
        return use_cases.create_transfer(
            from_location=origin and origin.code,
            to_location=destination and destination.code,
            lines=[StockLine(sku=sku, quantity=pieces) for sku, pieces in data["pieces"]],
            note=data["note"],
            actor=acting(),
            now=timezone.now(),
        )


class ReceivingForm(Question):
    """What has come, and what will not; the rest stays on its way."""

    quantity = PiecesField(label="Has come", required=False)
    missing = PiecesField(label="Is missing", required=False, help_text="What was sent and will not come any more.")

    def __init__(self, *args: Any, row: models.Transfer, **kwargs: Any) -> None:
        lines = [line for line in row.to_dto().lines if line.in_transit]
        known = "\n".join(f"{line.sku} {line.in_transit}" for line in lines)
        super().__init__(*args, row=row, initial={"quantity": known}, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given["quantity"] and not given["missing"]:
            self.add_error("quantity", "Say what has come, or what is missing.")
        return given


class LineInline(ReadOnlyInline):
    model = models.TransferLine
    verbose_name_plural = "lines"
    fields = readonly_fields = ("item", "quantity", "received", "missing", "on_its_way")
    hide_title = True

    @display(description="on its way")
    def on_its_way(self, row: models.TransferLine) -> int:
        return row.to_dto().in_transit if row.transfer.state == TransferState.SENT else 0


@admin.register(models.Transfer)
class TransferAdmin(BackOffice):
    role = Role.STOCK
    creates = True
    goes_on = True
    form = TransferForm
    listing = queries.TRANSFERS
    list_display = ("reference", "way", "contents", "shown_state", "created_at")
    finders = (by_id("id"),)
    refers: ClassVar[dict[str, str]] = {"created_by": "user"}
    ordering = ("-created_at", "-id")
    list_select_related = ("origin", "destination")
    inlines = (LineInline,)
    actions_detail = ("send_this", "receive_this", "cancel_this")
    readonly_fields = (
        *("reference", "way", "shown_state", "note", "made_by"),
        *("created_at", "sent_at", "received_at"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("lines")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ("from_location", "to_location", "pieces", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    @row_action(
        description="Send",
        words="The goods leave their shelves; on the way nobody can buy them.",
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == TransferState.DRAFT,
    )
    def send_this(self, row: models.Transfer, *, now: datetime) -> None:
        use_cases.send_transfer(transfer_id=TransferId(row.id), actor=acting(), now=now)

    @row_action(
        description="Receive",
        words="What stands here is put on the shelves; take out what has not come yet.",
        form_class=ReceivingForm,
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.state == TransferState.SENT,
    )
    def receive_this(self, row: models.Transfer, *, quantity: list[Any], missing: list[Any], now: datetime) -> str:
        come = [Arrival(sku=sku, quantity=pieces) for sku, pieces in quantity if pieces]
        gone = [Arrival(sku=sku, missing=pieces) for sku, pieces in missing if pieces]
        use_cases.receive_transfer(transfer_id=TransferId(row.id), arrivals=come + gone, actor=acting(), now=now)
        return f"has come: {_words(quantity)}; missing: {_words(missing)}"

    @row_action(
        description="Give up",
        words="It is never sent.",
        variant=ActionVariant.DANGER,
        when=lambda row: row.state == TransferState.DRAFT,
    )
    def cancel_this(self, row: models.Transfer, *, now: datetime) -> None:
        use_cases.cancel_transfer(transfer_id=TransferId(row.id), now=now)

    @display(description="from and to")
    def way(self, row: models.Transfer) -> str:
        transfer = row.to_dto()
        return f"{transfer.from_location} → {transfer.to_location}"

    @display(description="contents")
    def contents(self, row: models.Transfer) -> str:
        return _words([(line.sku, line.quantity) for line in row.to_dto().lines])

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Transfer) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="written by", empty_value="-")
    def made_by(self, row: models.Transfer) -> str:
        return self.called(row, "created_by")


def _words(pieces: Any) -> str:
    return ", ".join(f"{quantity} × {sku}" for sku, quantity in pieces) or "nothing"
