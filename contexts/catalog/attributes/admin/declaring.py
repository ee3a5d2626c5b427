"""Attributes in the back office: what a category declares."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contexts.catalog.attributes import domain, dto, models, use_cases
from contexts.catalog.categories.models import Category
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import page_link
from gotuto.form_fields import LineField, ProseField
from gotuto.ids import CategoryId
from gotuto.roles import Role


class AttributeForm(UseCaseForm):
    """What is said of an attribute; labels and choices as somebody writes them."""

    instance: models.Attribute
    labels = LineField(
        max_length=500, widget=UnfoldAdminTextInputWidget, help_text="By language, such as “en: Colour, de: Farbe”."
    )
    choices = ProseField(
        max_length=50_000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text="A line each, for what is chosen: “red”, or with labels “red = en: Red, de: Rot”.",
    )

    class Meta:
        model = models.Attribute
        fields = (
            "category",
            "code",
            "kind",
            "labels",
            "unit",
            "choices",
            "minimum",
            "maximum",
            "max_length",
            "is_required",
            "is_filterable",
            "position",
            "version",
        )
        widgets = {"version": forms.HiddenInput}
        help_texts = {
            "category": "It holds for all categories below as well.",
            "code": "Small letters, digits, _ and -; programs name it so, and it stays.",
            "unit": "Of a number, such as kg.",
            "position": "1 is the first; at the end if you leave it empty.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
        if self.instance._state.adding:
            self.initial["position"] = None
            return
        said = self.instance.to_dto()
        self.initial.update(labels=domain.labels_text(said.labels), choices=domain.text_of(said.choices))

    def command(self, data: dict[str, Any]) -> dto.Attribute:
        given = {
            "kind": dto.AttributeKind(data["kind"]),
            "labels": domain.labels_of(data["labels"]),
            "choices": domain.choices_of(data["choices"]),
            "unit": data["unit"],
            "minimum": data["minimum"],
            "maximum": data["maximum"],
            "max_length": data["max_length"],
            "is_required": data["is_required"],
            "is_filterable": data["is_filterable"],
            "position": data["position"],
            "now": timezone.now(),
        }
        if self.instance._state.adding:
            return use_cases.declare_attribute(category_id=CategoryId(data["category"].id), code=data["code"], **given)
        return use_cases.change_attribute(
            category_id=CategoryId(self.instance.category_id),
            code=self.instance.code,
            expected_version=data["version"],
            **given,
        )


@admin.register(models.Attribute)
class AttributeAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "Nobody is asked for it any more. The values that products have are kept, and told nobody."
    form = AttributeForm
    list_display = ("code", "label", "category_page", "shown_kind", "is_required", "is_filterable", "position")
    list_select_related = ("category",)
    list_filter = ("kind", "is_filterable")
    search_fields = ("code",)
    ordering = ("category__name", "position", "code", "id")
    autocomplete_fields = ("category",)
    linked_by = ("category",)

    @display(description="label")
    def label(self, row: models.Attribute) -> str:
        return domain.label_of(row.labels, (), row.code)

    @display(description="category", ordering="category__name")
    def category_page(self, row: models.Attribute) -> str:
        return page_link("admin:catalog_category_change", row.category_id, row.category.name)

    @display(description="kind", ordering="kind")
    def shown_kind(self, row: models.Attribute) -> str:
        return f"{row.get_kind_display()} ({row.unit})" if row.unit else str(row.get_kind_display())

    def get_readonly_fields(self, request: HttpRequest, obj: models.Attribute | None = None) -> Sequence[str]:
        return ("category", "code", "created_at", "updated_at") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{"queryset": Category.objects.with_path(), **kwargs}
        )

    def delete_model(self, request: HttpRequest, obj: models.Attribute) -> None:
        use_cases.retire_attribute(category_id=CategoryId(obj.category_id), code=obj.code, now=timezone.now())
