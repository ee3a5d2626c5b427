"""Products in the back office: a list that is searched as the shop's is."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from contexts.catalog.categories.models import Category
from contexts.catalog.products import dto, models
from contexts.catalog.products.use_cases import archiving, changing, making
from contexts.catalog.search import queries as search
from contexts.catalog.search import reading
from gotuto import beginnings, story
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import Question, WithReason
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import money
from gotuto.ids import CategoryId, ProductId
from gotuto.money import Money
from gotuto.money_fields import per_currency
from gotuto.roles import Role
from gotuto.tax_classes import TaxClass

# What a product with options has in its variants.
OF_VARIANTS = ("price_amount", "price_currency", "gtin", "weight_grams", "length_mm", "width_mm", "height_mm")

# The other fields of the form are handed on as they are.
_IN_ANOTHER_SHAPE = ("sku", "price_amount", "price_currency", "tax_class", "category", "version")


class ProductForm(UseCaseForm):
    instance: models.Product
    called_here: ClassVar[dict[str, str]] = {
        "price": "price_amount",
        "amount": "price_amount",
        "currency": "price_currency",
    }

    class Meta:
        model = models.Product
        fields = (
            "sku",
            "name",
            "price_amount",
            "price_currency",
            "tax_class",
            "category",
            "description",
            "gtin",
            "weight_grams",
            "length_mm",
            "width_mm",
            "height_mm",
            "is_active",
            "version",
        )
        widgets = {"version": forms.HiddenInput, "description": UnfoldAdminTextareaWidget(attrs={"rows": 4})}
        labels = {"price_amount": "Price (gross)", "price_currency": "Currency"}
        help_texts = {
            "sku": "Never changes and is never used again.",
            "price_currency": "ISO 4217, such as EUR.",
            "gtin": "The number below its bar code; the last digit is checked.",
            "tax_class": "Which rate that is depends on the country that it is sent to.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["price_currency"] = settings.GOTUTO_CURRENCY
        elif "price_amount" in self.fields:
            # With the decimals of its currency, not with those of the column.
            self.initial["price_amount"] = self.instance.price.amount

    def command(self, data: dict[str, Any]) -> dto.Product:
        price = {}
        if "price_amount" in data:
            price = {"price": Money(data["price_amount"], data["price_currency"].upper())}
        given: dict[str, Any] = {
            **price,
            **{name: value for name, value in data.items() if name not in _IN_ANOTHER_SHAPE},
            "category_id": data["category"].id,
            "tax_class": TaxClass(data["tax_class"]),
            "now": timezone.now(),
        }
        if self.instance._state.adding:
            return making.create_product(sku=data["sku"], **given)
        return changing.update_product(
            product_id=ProductId(self.instance.id), expected_version=data["version"], **given
        )


class RestoreForm(Question):
    """Where an archived product is to stand."""

    category = forms.ModelChoiceField(
        Category.objects.with_path().order_by("path"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Where it stood before, without.",
    )


class BranchFilter(admin.SimpleListFilter):
    title = "category"
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        rows = Category.objects.with_path().order_by("path")
        return [(slug, path) for slug, path in rows.values_list("slug", "path")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_branch(self.value()) if self.value() else queryset


class ArchiveFilter(admin.SimpleListFilter):
    title = "archive"
    parameter_name = "archive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [("deleted", "Deleted products")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(deleted_at__isnull=False) if self.value() else queryset.in_catalogue()


class ProductAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = (
        "It is archived: nobody finds or buys it any more, and its SKU is never used for other goods. Orders, invoices and stock"
        " go on naming it, and it can be restored."
    )
    form = ProductForm
    list_display = ("sku", "name", "category", "shown_price", "is_active", "updated_at")
    list_display_links = ("sku", "name")
    list_filter = (BranchFilter, "is_active", "in_stock", ArchiveFilter)
    list_select_related = ("category",)
    search_fields = ("sku",)
    search_help_text = "Words in any form, or how they begin; typing errors are forgiven."
    ordering = ("name", "id")
    autocomplete_fields = ("category",)
    actions: tuple[str, ...] = ("put_on_sale", "take_off_sale")
    actions_detail: tuple[str, ...] = ("restore",)

    @display(description="Stock")
    def belongings(self, row: models.Product) -> str:
        return story.told(row, "product", row.sku)

    @display(description="Price", ordering=per_currency("price_amount", "price_currency"))
    def shown_price(self, row: models.Product) -> str:
        return money(row.price, before="from" if row.options else "")

    @display(description="Options")
    def shown_options(self, row: models.Product) -> str:
        return "; ".join(f"{option['name']}: {', '.join(option['values'])}" for option in row.options)

    def search(self, request: HttpRequest, rows: Any, words: str) -> tuple[Any, bool]:
        if not words:
            return rows, False
        return rows.filter(reading.condition(search.find(question=search.understand(question=words)))), False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Product | None = None) -> Sequence[str]:
        told = ("belongings", "slug", "created_at", "updated_at", "deleted_at")
        if obj is None:
            return ()
        return ("sku", "shown_price", "shown_options", *told) if obj.options else ("sku", *told)

    def get_fields(self, request: HttpRequest, obj: models.Product | None = None) -> Sequence[str]:
        asked: tuple[str, ...] = ProductForm.Meta.fields
        if obj and obj.options:
            asked = (
                "sku",
                "name",
                "shown_price",
                "shown_options",
                *(name for name in asked[2:] if name not in OF_VARIANTS),
            )
        if obj:
            own = () if obj.options else ("belongings",)
            ended = ("deleted_at",) if obj.deleted_at else ()
            return (*asked, *own, "slug", "created_at", "updated_at", *ended)
        at = asked.index("description")
        return (*asked[:at], *(each.name for each in beginnings.asked(request, "product")), *asked[at:])

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = ProductForm if obj else beginnings.extended(ProductForm, beginnings.asked(request, "product"))
        return super().get_form(request, obj, change=change, **{"form": form, **kwargs})

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The category that is chosen is shown with all that it stands in, as those are that can be chosen."""
        return super().formfield_for_foreignkey(
            db_field, request, **{"queryset": Category.objects.with_path(), **kwargs}
        )

    def has_change_permission(self, request: HttpRequest, obj: models.Product | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.deleted_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: models.Product | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.deleted_at is None)

    def delete_model(self, request: HttpRequest, obj: models.Product) -> None:
        archiving.archive_product(product_id=ProductId(obj.id), now=timezone.now())

    @row_action(
        description="Restore",
        words="It comes back with its variants, and is not for sale yet.",
        form_class=RestoreForm,
        when=lambda row: row.deleted_at is not None,
    )
    def restore(self, row: models.Product, *, category: Category | None, now: Any) -> None:
        where = None if category is None else CategoryId(category.id)
        archiving.restore_product(product_id=ProductId(row.id), category_id=where, now=now)

    @list_action(description="Put on sale", only=Q(is_active=False, deleted_at=None))
    def put_on_sale(self, row: models.Product, *, now: Any) -> None:
        changing.update_product(product_id=ProductId(row.id), is_active=True, now=now)

    @list_action(
        description="Take off sale",
        words="Nobody can buy them any more; orders that are placed go on.",
        form_class=WithReason,
        only=Q(is_active=True),
    )
    def take_off_sale(self, row: models.Product, *, now: Any, **_: str) -> None:
        changing.update_product(product_id=ProductId(row.id), is_active=False, now=now)
