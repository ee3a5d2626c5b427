"""Attributes on the page of a product: what its category declares is asked for, as soon as one is chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from contexts.catalog.attributes import domain, dto, models, queries
from contexts.catalog.attributes.admin.narrowing import filters_of
from contexts.catalog.categories.models import Category
from gotuto.admin_keys import is_key
from gotuto.backoffice import BackOffice
from gotuto.form_fields import LineField, NumberField
from gotuto.ids import CategoryId

# What a field of a product's form that holds a value is called, and one that says for which category they are.
PREFIX, _FOR = "attribute_", "described_"


class DescribedProducts(BackOffice):
    """The page of a product asks for what the category declares that is chosen on it, and shows what was left behind."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), *filters_of(request)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        # Django makes the rest of the form, and knows these from nowhere.
        shown = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        known = [name for name in shown if not name.startswith((PREFIX, _FOR))]
        form = super().get_form(request, obj, change=change, fields=known, **kwargs)
        asked = self._asked(request, obj)
        return _asking(form, _for(request, obj), asked, obj.attributes if obj else {}) if asked else form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = list(super().get_fieldsets(request, obj))
        asked = self._asked(request, obj)
        names = [*(f"{PREFIX}{one.code}" for one in asked), _for(request, obj)] if asked else []
        if obj and not self.has_change_permission(request, obj):
            names = ["described"]
        if obj and _left_behind(_declared(request, obj.category_id), obj.attributes):
            names.append("left_behind")
        return [*shown, ("Attributes", {"fields": names})] if names else shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return (*super().get_readonly_fields(request, obj), *(("described", "left_behind") if obj else ()))

    @display(description="attributes")
    def described(self, row: Any) -> str:
        told = models.told(row.category_id, row.attributes)
        return "; ".join(f"{code}: {_text(value)}" for code, value in told.items()) or "none"

    @display(description="values that the category does not declare")
    def left_behind(self, row: Any) -> str:
        return _left_behind(_declared(row.__dict__["_request"], row.category_id), row.attributes)

    def _asked(self, request: HttpRequest, row: Any) -> tuple[dto.Attribute, ...]:
        if row and not self.has_change_permission(request, row):
            return ()
        return _declared(request, _category(request, row))


def _category(request: HttpRequest, row: Any) -> Any:
    """The one that is chosen on the form, or was; a link to a new product may name one."""
    chosen = request.POST.get("category") or (row.category_id if row else request.GET.get("category"))
    return chosen if chosen and is_key(Category, str(chosen)) else None


def _for(request: HttpRequest, row: Any) -> str:
    return f"{_FOR}{str(_category(request, row)).replace('-', '')}"


def _declared(request: HttpRequest, category: Any) -> tuple[dto.Attribute, ...]:
    """Looked up once for a page."""
    known: dict[str, tuple[dto.Attribute, ...]] = request.__dict__.setdefault("_declared", {})
    if str(category) not in known:
        found = queries.attributes_of(category_id=CategoryId(category)).results if category else ()
        known[str(category)] = found
    return known[str(category)]


class _Yes(forms.HiddenInput):
    """Sent with whatever is filled in; a page that was made for another category has none."""

    def format_value(self, value: Any) -> str:
        return "yes"


def _asking(form: type[Any], shown: str, attributes: Sequence[dto.Attribute], values: Mapping[str, Any]) -> type[Any]:
    """The form of a product with a field for each of these, which is to be seen before it is sent."""

    def clean(self: Any) -> dict[str, Any]:
        data: dict[str, Any] = form.clean(self)
        if not data.pop(shown, ""):
            raise ValidationError("Products of this category tell more of themselves: fill in its attributes below.")
        return data

    def command(self: Any, data: dict[str, Any]) -> Any:
        names = [name for name in data if name.startswith(PREFIX)]
        given = {name.removeprefix(PREFIX): _sent(data.pop(name)) for name in names}
        return form.command(self, {**data, "attributes": given})

    fields = {f"{PREFIX}{one.code}": _field(one, values.get(one.code)) for one in attributes}
    called = {**form.called_here, **{f"attributes.{one.code}": f"{PREFIX}{one.code}" for one in attributes}}
    asked = forms.CharField(required=False, widget=_Yes)
    return type(
        form.__name__, (form,), {**fields, shown: asked, "clean": clean, "command": command, "called_here": called}
    )


def _left_behind(attributes: Sequence[dto.Attribute], values: Mapping[str, Any]) -> str:
    known = {one.code: one for one in attributes}
    strange = (code for code, value in values.items() if code not in known or not domain.is_fit(known[code], value))
    return "; ".join(f"{code}: {_text(values[code])}" for code in strange)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _sent(value: Any) -> Any:
    """What was filled in; nothing takes a value away."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return {"True": True, "False": False}.get(value, value) if isinstance(value, str) else value


def _field(one: dto.Attribute, value: Any) -> forms.Field:
    shared: dict[str, Any] = {
        "label": f"{one.label} ({one.unit})" if one.unit else one.label,
        "required": one.is_required,
        "initial": str(value) if isinstance(value, bool) else value,
    }
    choices = [(each.value, each.label) for each in one.choices]
    match one.kind:
        case dto.AttributeKind.NUMBER:
            return NumberField(
                max_digits=domain.DIGITS + domain.DECIMALS,
                decimal_places=domain.DECIMALS,
                widget=UnfoldAdminDecimalFieldWidget,
                **shared,
            )
        case dto.AttributeKind.BOOLEAN:
            answers = [("", "---------"), ("True", "Yes"), ("False", "No")]
            return forms.ChoiceField(choices=answers, widget=UnfoldAdminSelectWidget, **shared)
        case dto.AttributeKind.DATE:
            return forms.DateField(widget=UnfoldAdminDateWidget, **shared)
        case dto.AttributeKind.CHOICE:
            return forms.ChoiceField(choices=[("", "---------"), *choices], widget=UnfoldAdminSelectWidget, **shared)
        case dto.AttributeKind.MULTI_CHOICE:
            return forms.MultipleChoiceField(choices=choices, widget=UnfoldAdminSelectMultipleWidget, **shared)
    return LineField(max_length=one.max_length or domain.TEXT_LENGTH, widget=UnfoldAdminTextInputWidget, **shared)
