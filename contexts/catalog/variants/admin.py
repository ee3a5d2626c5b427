"""Options and variants in the back office: made all at once on the product's page, corrected one by one on their own."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from msgspec import convert
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget

from contexts.catalog.offers.dto import Option
from contexts.catalog.products.admin import ProductAdmin
from contexts.catalog.products.models import Product, Variant
from contexts.catalog.variants import domain, use_cases
from gotuto import story
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import Question, WithReason
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import money, page_link
from gotuto.form_fields import NumberField, ProseField
from gotuto.ids import ProductId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money
from gotuto.roles import Role

# In the address of a variant: whoever saves it goes back to its product.
_BACK = "back"
_MEASURES = ("weight_grams", "length_mm", "width_mm", "height_mm")


class OptionsForm(Question):
    """What a buyer chooses, a line for each option."""

    options = ProseField(
        max_length=5_000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="A line for each, such as “Size: S, M, L”. There will be a variant for every choice, which you can take away again.",
    )
    price = NumberField(
        max_digits=19,
        decimal_places=4,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text="Gross, of the variants that are new; change it on their pages.",
    )

    def __init__(self, *args: Any, row: Product, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["options"].initial = domain.text_of(convert(row.options, tuple[Option, ...]))
        self.fields["price"].initial = row.price.amount

    def about(self) -> str:
        if self.row.options:
            return ""
        return f"What is sold as {self.row.sku} now is the first choice: its stock, orders and price stay."


class VariantInline(ReadOnlyInline):
    hide_title = True
    model = Variant
    verbose_name_plural = "variants"
    ordering = ("position",)
    fields = readonly_fields = ("variant_page", "name", "shown_price", "gtin", "weight_grams", "is_active")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(deleted_at=None)

    @display(description="SKU")
    def variant_page(self, row: Variant) -> str:
        address = f"{reverse('admin:catalog_variant_change', args=[row.pk])}?{_BACK}=product"
        return format_html('<a class="go-link" href="{}">{}</a>', address, row.sku)

    @display(description="price")
    def shown_price(self, row: Variant) -> str:
        return money(row.price)


class ProductsVariants(ProductAdmin):
    """The variants of a product, and the button that makes them."""

    inlines = (VariantInline,)
    actions_detail = ("options", *ProductAdmin.actions_detail)

    def get_inlines(self, request: HttpRequest, obj: Product | None = None) -> Any:
        """Of goods without options there is no table of variants to be seen."""
        return super().get_inlines(request, obj) if obj and obj.options else ()

    @row_action(
        description="Set options",
        words="A product with options is bought in variants, each with its own SKU, price and stock.",
        form_class=OptionsForm,
        when=lambda row: row.deleted_at is None,
    )
    def options(self, row: Product, *, options: str, price: Decimal, now: datetime) -> str:
        made = use_cases.offer_all_choices(
            product_id=ProductId(row.pk), options=options, price=Money(price, row.price_currency), now=now
        )
        return f"Set options: {len(made.variants)} variants."


class VariantForm(UseCaseForm):
    instance: Variant
    called_here: ClassVar[dict[str, str]] = {"price": "price_amount", "amount": "price_amount"}

    class Meta:
        model = Variant
        fields = ("price_amount", "gtin", *_MEASURES, "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "price_amount" not in self.fields:
            return
        self.initial["price_amount"] = self.instance.price.amount
        self.fields["price_amount"].label = f"Price (gross, {self.instance.price_currency})"

    def command(self, data: dict[str, Any]) -> Variant:
        price = Money(data.pop("price_amount"), self.instance.price_currency)
        product_id = ProductId(self.instance.product_id)
        use_cases.update_variant(product_id=product_id, sku=self.instance.sku, price=price, **data, now=timezone.now())
        return self.instance


class VariantsPage(BackOffice):
    """What is bought of products with options; they are made on the product's page."""

    role = Role.CATALOG
    edits = deletes = True
    deletion = (
        "Nobody finds or buys it any more, and its SKU is never used again. Orders, invoices and stock go on naming it."
    )
    form = VariantForm
    list_display = ("sku", "name", "product_page", "shown_price", "gtin", "is_active")
    list_display_links = ("sku", "name")
    list_select_related = ("product",)
    list_filter = ("is_active",)
    search_fields = ("sku",)
    search_help_text = "How a SKU or a GTIN begins."
    ordering = ("sku",)
    actions: tuple[str, ...] = ("put_on_sale", "take_off_sale")
    fields = ("sku", "name", "product_page", *VariantForm.Meta.fields, "belongings", "created_at", "updated_at")
    readonly_fields = ("sku", "name", "product_page", "belongings", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(deleted_at=None)

    def search(self, request: HttpRequest, rows: Any, words: str) -> tuple[Any, bool]:
        begins = Q(sku__startswith=words.strip().upper()) | Q(gtin__startswith=words.strip())
        return (rows.filter(begins) if words else rows), False

    @display(description="product")
    def product_page(self, row: Variant) -> str:
        return page_link("admin:catalog_product_change", row.product_id, row.product.name)

    @display(description="price")
    def shown_price(self, row: Variant) -> str:
        return money(row.price)

    @display(description="Stock")
    def belongings(self, row: Variant) -> str:
        return story.told(row, "product", row.sku)

    def response_post_save_change(self, request: HttpRequest, obj: Variant) -> Any:
        """Who came from the product goes back there, to the next of its variants."""
        if _BACK in request.GET:
            return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[obj.product_id]))
        return super().response_post_save_change(request, obj)

    def delete_model(self, request: HttpRequest, obj: Variant) -> None:
        use_cases.remove_variant(product_id=ProductId(obj.product_id), sku=obj.sku, now=timezone.now())

    @list_action(description="Put on sale", only=Q(is_active=False))
    def put_on_sale(self, row: Variant, *, now: datetime) -> None:
        _switch(row, is_active=True, now=now)

    @list_action(
        description="Take off sale",
        words="Nobody can buy them any more; orders that are placed go on.",
        form_class=WithReason,
        only=Q(is_active=True),
    )
    def take_off_sale(self, row: Variant, *, now: datetime, **_: str) -> None:
        _switch(row, is_active=False, now=now)


def _switch(row: Variant, *, is_active: bool, now: datetime) -> None:
    use_cases.update_variant(product_id=ProductId(row.product_id), sku=row.sku, is_active=is_active, now=now)
