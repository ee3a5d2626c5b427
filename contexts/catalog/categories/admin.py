"""Categories in the back office."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from contexts.catalog.categories import dto, models, use_cases
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.ids import CategoryId
from gotuto.roles import Role


class CategoryForm(UseCaseForm):
    instance: models.Category

    class Meta:
        model = models.Category
        fields = ("name", "parent", "description", "version")
        widgets = {"version": forms.HiddenInput}
        labels = {"parent": "Stands in"}
        help_texts = {"parent": "Nothing stands for the top."}

    def command(self, data: dict[str, Any]) -> dto.Category:
        given = {
            "name": data["name"],
            "description": data["description"],
            "parent_id": data["parent"].id if data["parent"] else None,
            "now": timezone.now(),
        }
        if self.instance._state.adding:
            return use_cases.create_category(**given)
        return use_cases.update_category(
            category_id=CategoryId(self.instance.id), expected_version=data["version"], **given
        )


@admin.register(models.Category)
class CategoryAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "It is deleted for good, unless products or other categories stand in it."
    form = CategoryForm
    list_display = ("shown_path", "slug", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return models.Category.objects.with_path().order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        # As an expression, because Django also sorts the choices of other forms by it, which have no annotation.
        return [models.path().asc(), "id"]

    @display(description="Category", ordering="path")
    def shown_path(self, row: Any) -> str:
        return str(row.path)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Category | None = None) -> Sequence[str]:
        return ("slug", "created_at", "updated_at") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{"queryset": models.Category.objects.with_path(), **kwargs}
        )

    def delete_model(self, request: HttpRequest, obj: models.Category) -> None:
        use_cases.delete_category(category_id=CategoryId(obj.id))
