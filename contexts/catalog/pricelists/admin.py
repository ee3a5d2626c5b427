"""Price lists in the back office."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from contexts.catalog.pricelists import dto, models, use_cases
from gotuto import names
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import badge
from gotuto.form_fields import CurrencyField, LineField, WholeNumberField
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH


class PriceListForm(UseCaseForm):
    """What a list is called, and whether its prices are asked."""

    instance: models.PriceList

    code = LineField(max_length=CODE_LENGTH, widget=UnfoldAdminTextInputWidget, help_text="Such as CHF. Never changed.")
    name = LineField(max_length=dto.NAME_LENGTH, widget=UnfoldAdminTextInputWidget)
    currency = CurrencyField(
        widget=UnfoldAdminTextInputWidget,
        help_text="ISO 4217; another one than the goods have, unless it is of a group. Never changed.",
    )
    customer_group = forms.ChoiceField(
        required=False,
        label="For the group",
        widget=UnfoldAdminSelectWidget,
        help_text="Its customers never pay more than everybody does. Never changed.",
    )
    is_active = forms.BooleanField(
        required=False,
        initial=True,
        label="Active",
        widget=UnfoldBooleanSwitchWidget,
        help_text="Carts in its currency are priced by it. Of each currency and group one list is active.",
    )
    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.PriceList
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "customer_group" in self.fields:
            cast(forms.ChoiceField, self.fields["customer_group"]).choices = _groups()
        if self.instance._state.adding:
            return
        known = self.instance.to_dto()
        self.initial.update({**vars(known), "seen_version": known.version})
        for name in {"code", "currency", "customer_group"} & self.fields.keys():
            self.fields[name].disabled = True

    def command(self, data: dict[str, Any]) -> dto.PriceList:
        given = {"name": data["name"], "is_active": data["is_active"], "now": timezone.now()}
        if self.instance._state.adding:
            return use_cases.open_list(
                code=data["code"], currency=data["currency"], customer_group=data["customer_group"], **given
            )
        return use_cases.change_list(code=self.instance.code, expected_version=data["seen_version"], **given)


def _groups() -> list[tuple[str, str]]:
    codes, _ = names.found("customer_group", "")
    called = names.called("customer_group", codes)
    return [("", "Everybody"), *((code, f"{code} ({called[code]})") for code in codes)]


@admin.register(models.PriceList)
class PriceListAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = True
    form = PriceListForm
    list_display = ("code", "name", "currency", "customer_group", "shown_state", "shown_prices")
    ordering = ("code",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": self.list_display})]
        return [(None, {"fields": ("code", "name", "currency", "customer_group", "is_active", "seen_version")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    @display(description="prices")
    def shown_prices(self, row: models.PriceList) -> str:
        ledger = reverse("admin:catalog_priceentry_changelist")
        return format_html('<a class="go-link" href="{}?price_list={}">what was entered</a>', ledger, row.code)

    @display(description="state")
    def shown_state(self, row: models.PriceList) -> str:
        return badge("active", "success") if row.is_active else badge("out of use", "info")
