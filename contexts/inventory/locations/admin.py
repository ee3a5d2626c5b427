"""Locations in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from contexts.inventory.locations import dto, models, use_cases
from contexts.inventory.locations.domain import MOST_PRIORITY, NAME_LENGTH
from gotuto.address import Address
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import badge
from gotuto.form_fields import LineField, WholeNumberField
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH

_ADDRESS = ("recipient", "line1", "line2", "postal_code", "city", "region", "country")


def _line(most: int = 200, **more: Any) -> LineField:
    return LineField(**{"required": False, "max_length": most, "widget": UnfoldAdminTextInputWidget, **more})


class LocationForm(UseCaseForm):
    """What a location is called, when it serves, and where it is."""

    instance: models.Location

    code = _line(CODE_LENGTH, help_text="Made of the name if you leave it empty. Never changed.")
    name = _line(NAME_LENGTH, required=True)
    priority = WholeNumberField(
        min_value=0, max_value=MOST_PRIORITY, initial=100, widget=UnfoldAdminIntegerFieldWidget,
        help_text="Orders are served from the smallest first; the main location has 0 unless you change it.",
    )  # fmt: skip
    recipient = _line(label="Name in the address")
    line1, line2 = _line(label="Address line 1"), _line(label="Address line 2")
    postal_code, city, region = _line(20), _line(100), _line(100)
    is_closed = forms.BooleanField(
        required=False, label="Closed", widget=UnfoldBooleanSwitchWidget,
        help_text="Nothing comes to a closed location. Where stock lies, nothing is closed.",
    )  # fmt: skip
    country = _line(2, help_text="ISO 3166-1 alpha-2, such as DE.")
    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.Location
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        known = self.instance.to_dto()
        self.initial.update(code=known.code, name=known.name, priority=known.priority, seen_version=known.version)
        if known.address is not None:
            self.initial.update({**vars(known.address), "name": known.name, "recipient": known.address.name})
        self.initial["is_closed"] = known.closed_at is not None
        if "code" in self.fields:
            self.fields["code"].disabled = True

    def command(self, data: dict[str, Any]) -> dto.Location:
        given = {"name": data["name"], "priority": data["priority"], "address": _address(data), "now": timezone.now()}
        if self.instance._state.adding:
            return use_cases.create_location(code=data["code"], **given)
        return use_cases.update_location(
            location=self.instance.code, is_closed=data["is_closed"], expected_version=data["seen_version"], **given
        )


def _address(data: dict[str, Any]) -> Address | None:
    if not data["line1"]:
        return None
    named = {name: data[name] for name in ("line1", "line2", "postal_code", "city", "region")}
    return Address(name=data["recipient"] or data["name"], country=data["country"].upper(), **named)


@admin.register(models.Location)
class LocationAdmin(BackOffice):
    role = Role.STOCK
    creates = edits = True
    form = LocationForm
    list_display = ("code", "name", "priority", "shown_city", "shown_state")
    ordering = ("priority", "code")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": self.list_display})]
        return [
            (None, {"fields": ("code", "name", "priority", *(("is_closed",) if obj else ()), "seen_version")}),
            ("Address", {"fields": _ADDRESS}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    @display(description="city")
    def shown_city(self, row: models.Location) -> str:
        address = row.to_dto().address
        return "" if address is None else address.city

    @display(description="state")
    def shown_state(self, row: models.Location) -> str:
        return badge("open", "success") if row.closed_at is None else badge("closed", "info")
