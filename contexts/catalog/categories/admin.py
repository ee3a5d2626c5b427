"""Categories in the back office."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from contexts.catalog.categories import dto, models, use_cases
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.ids import CategoryId
from gotuto.roles import Role


class CategoryForm(UseCaseForm):
    instance: models.Category

    class Meta:
        model = models.Category
        fields = ("name", "slug", "parent", "position", "description", "version")
        widgets = {"version": forms.HiddenInput}
        labels = {"parent": "Stands in"}
        help_texts = {
            "parent": "Nothing stands for the top.",
            "slug": "Made of the name if you leave it empty. Who comes by a former one is led on to the new one.",
            "position": "1 is the first among its siblings; with 0 all of them stand by name.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("slug", "position"):
            if name in self.fields:
                self.fields[name].required = False

    def command(self, data: dict[str, Any]) -> dto.Category:
        given = {
            "name": data["name"],
            "description": data["description"],
            "slug": data["slug"],
            "parent_id": data["parent"].id if data["parent"] else None,
            # Left as it is, it moves with the category to the end of its new siblings.
            "position": data["position"] if "position" in self.changed_data else None,
            "now": timezone.now(),
        }
        if self.instance._state.adding:
            return use_cases.create_category(**given)
        return use_cases.update_category(
            category_id=CategoryId(self.instance.id), expected_version=data["version"], **given
        )


class CategoriesPage(BackOffice):
    """The tree, and a category of it."""

    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "It is deleted for good, unless products or other categories stand in it."
    form = CategoryForm
    list_display = ("shown_path", "slug", "place", "products", "updated_at")
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return models.Category.objects.with_count().with_path().order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        # As an expression, because Django also sorts the choices of other forms by it, which have no annotation.
        return [models.path().asc(), "id"]

    @display(description="Category", ordering="path")
    def shown_path(self, row: Any) -> str:
        return str(row.path)

    @display(description="Place")
    def place(self, row: models.Category) -> int | str:
        return row.position or "by name"

    @display(description="Products in it")
    def products(self, row: Any) -> str:
        address = f"{reverse('admin:catalog_product_changelist')}?category={row.slug}"
        return format_html('<a class="go-link" href="{}">{}</a>', address, row.product_count)

    @display(description="Attributes")
    def attributes(self, row: models.Category) -> str:
        declared = reverse("admin:catalog_attribute_changelist", query={"category": row.pk})
        made = reverse("admin:catalog_product_add", query={"category": row.pk})
        return format_html(
            '<a class="go-link" href="{}">Declared here</a>, <a class="go-link" href="{}">asked for of a new product</a>',
            declared,
            made,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Category | None = None) -> Sequence[str]:
        return ("attributes", "created_at", "updated_at") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{"queryset": models.Category.objects.with_path(), **kwargs}
        )

    def delete_model(self, request: HttpRequest, obj: models.Category) -> None:
        use_cases.delete_category(category_id=CategoryId(obj.id), now=timezone.now())
