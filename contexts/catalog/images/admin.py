"""Images in the back office: seen on the page of their product, sent several at a time, and described for who cannot see them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget

from contexts.catalog.images import dto, models, use_cases
from contexts.catalog.offers.models import shown
from contexts.catalog.products.models import Product
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import page_link
from gotuto.ids import ProductId
from gotuto.roles import Role
from gotuto.sight import leads_somewhere

_PAGE = "admin:catalog_productimage"
_PICTURE = '<img src="{}" alt="{}" width="{}" height="{}">'
_SIDE, _SIDE_IN_LISTS = 96, 40


class _Files(UnfoldAdminFileFieldWidget):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One file or several."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(_FilesField, self).clean(one, initial) for one in given]


class ImageForm(UseCaseForm):
    """What is said of an image, and for a new one the files of some."""

    instance: models.ProductImage
    pictures = _FilesField(
        widget=_Files(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG or WebP; several stand in the order in which they are chosen.",
    )
    called_here: ClassVar[dict[str, str]] = {"file": "pictures"}

    class Meta:
        model = models.ProductImage
        fields = ("product", "pictures", "alt", "sku", "position", "version")
        widgets = {"version": forms.HiddenInput}
        help_texts = {
            "alt": "What is to be seen, in a few words. Empty only for a picture that says nothing.",
            "sku": "Of the variant that it shows; empty where it shows the product as a whole.",
            "position": "1 is the first, which lists show.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
        if self.instance._state.adding:
            self.initial["position"] = None

    def command(self, data: dict[str, Any]) -> dto.ProductImage:
        if self.instance._state.adding:
            return self._added(data)
        return use_cases.update_image(
            product_id=ProductId(self.instance.product_id),
            image_id=self.instance.id,
            alt=data["alt"],
            sku=data["sku"],
            position=data["position"],
            expected_version=data["version"],
            now=timezone.now(),
        )

    def _added(self, data: dict[str, Any]) -> dto.ProductImage:
        first = data["position"]
        made = [
            use_cases.add_image(
                product_id=ProductId(data["product"].id),
                content=file.read(),
                alt=data["alt"],
                sku=data["sku"],
                position=None if first is None else first + place,
                now=timezone.now(),
            )
            for place, file in enumerate(data["pictures"])
        ]
        return made[0]


@admin.register(models.ProductImage)
class ProductImageAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "Its files are deleted once no other image has them."
    form = ImageForm
    list_display = ("picture", "product_page", "sku", "alt", "position", "created_at")
    list_display_links = ("picture",)
    list_select_related = ("product",)
    list_filter = (("alt", admin.EmptyFieldListFilter),)
    search_fields = ("product__sku",)
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("product",)
    linked_by = ("product",)
    readonly_fields = ("picture", "product_page", "size", "created_at")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if obj is None:
            return ("product", "pictures", "alt", "sku", "position")
        return ("picture", "product_page", "size", "alt", "sku", "position", "created_at", "version")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return self.readonly_fields if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"product": request.GET.get("product")} if request.GET.get("product") else {}

    def delete_model(self, request: HttpRequest, obj: models.ProductImage) -> None:
        use_cases.delete_image(product_id=ProductId(obj.product_id), image_id=obj.id, now=timezone.now())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The product, in place of the list: there all of them are seen."""
        return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[obj.product_id]))

    @display(description="image")
    def picture(self, row: models.ProductImage) -> str:
        return drawn(row.to_dto())

    @display(description="product", ordering="product__sku")
    def product_page(self, row: models.ProductImage) -> str:
        return page_link("admin:catalog_product_change", row.product_id, row.product.sku)

    @display(description="size")
    def size(self, row: models.ProductImage) -> str:
        waits = "" if row.thumbnails is not None else "; smaller copies are being made"
        return f"{row.width:,} x {row.height:,} pixels{waits}"


def drawn(image: dto.Image, side: int = _SIDE) -> str:
    """A small picture, which keeps its shape."""
    small = min(image.thumbnails, key=lambda one: one.width, default=image)
    scale = side / max(small.width, small.height)
    return format_html(
        _PICTURE, small.url, image.alt, round(small.width * scale) or 1, round(small.height * scale) or 1
    )


class PicturedProducts(BackOffice):
    """The page of a product shows its images, and the list the first of each."""

    def get_list_display(self, request: HttpRequest) -> Sequence[str]:
        return ("picture", *super().get_list_display(request))

    @display(description="Image")
    def picture(self, row: Product) -> str:
        return next((drawn(one, _SIDE_IN_LISTS) for one in shown(row.images)), "")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown_so_far = list(super().get_fieldsets(request, obj))
        return [*shown_so_far, ("Images", {"fields": ["pictures"]})] if obj and obj.deleted_at is None else shown_so_far

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return (*super().get_readonly_fields(request, obj), *(("pictures",) if obj else ()))

    @display(description="Images")
    def pictures(self, row: Product) -> str:
        change, add = f"{_PAGE}_change", f"{_PAGE}_add"
        all_of_them = format_html_join(
            "", '<a href="{}">{}</a> ', ((reverse(change, args=[one.id]), drawn(one)) for one in shown(row.images))
        )
        link = format_html('<a class="go-link" href="{}?product={}">Add images</a>', reverse(add), row.pk)
        return format_html(
            '<div class="go-pictures">{}</div>{}', all_of_them or "None yet.", link if leads_somewhere(add) else ""
        )
