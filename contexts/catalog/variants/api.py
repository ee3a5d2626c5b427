"""Options and variants over HTTP; each answer is the product as it stands after it."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.offers.domain.variants import MOST_OPTIONS, MOST_VARIANTS
from contexts.catalog.products import dto
from contexts.catalog.products.api import Gtin, Millimetres, OptionBody, VariantBody, Weight, new_variant, option
from contexts.catalog.products.reading import get_product
from contexts.catalog.variants import use_cases
from gotuto.http import Endpoint, again, has_role, if_match, operation
from gotuto.ids import ProductId
from gotuto.money import Money
from gotuto.roles import Role

_WRITERS = has_role(Role.CATALOG)


class VariantChanges(TypedDict):
    """What is changed of a variant."""

    price: NotRequired[Annotated[Money, Meta(description="Gross, greater than zero.")]]
    gtin: NotRequired[Gtin]
    weight_grams: NotRequired[Weight]
    length_mm: NotRequired[Millimetres]
    width_mm: NotRequired[Millimetres]
    height_mm: NotRequired[Millimetres]
    is_active: NotRequired[bool]


class ChosenBody(TypedDict):
    """Which values a variant has."""

    sku: str
    options: dict[str, str]


class OptionsBody(TypedDict):
    """What a buyer chooses, and the values of the variants that there are."""

    options: Annotated[list[OptionBody], Meta(min_length=1, max_length=MOST_OPTIONS)]
    variants: NotRequired[Annotated[list[ChosenBody], Meta(max_length=MOST_VARIANTS)]]


class Variants(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.ProductDetail,
        status=201,
        replay=again(get_product, for_sale_only=lambda request: False),
        example={"sku": "SHIRT-L", "options": {"Size": "L"}, "price": {"amount": "19.90", "currency": "EUR"}},
    )
    def post(self, request: Request, *, product_id: UUID, body: VariantBody) -> dto.ProductDetail:
        """Let a further choice of the product's options be bought."""
        return use_cases.add_variant(
            product_id=ProductId(product_id),
            variant=new_variant(body),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Variant(Endpoint):
    @operation(allow=_WRITERS, returns=dto.ProductDetail, example={"price": {"amount": "17.90", "currency": "EUR"}})
    def patch(self, request: Request, *, product_id: UUID, sku: str, body: VariantChanges) -> dto.ProductDetail:
        """Change what is given of a variant; its SKU stays."""
        return use_cases.update_variant(
            product_id=ProductId(product_id), sku=sku, **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID, sku: str) -> None:
        """Take a variant out of the catalogue for good; its SKU is never used again."""
        use_cases.remove_variant(
            product_id=ProductId(product_id), sku=sku, expected_version=if_match(request), now=timezone.now()
        )


class Options(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.ProductDetail,
        example={
            "options": [{"name": "Size", "values": ["M", "L"]}],
            "variants": [{"sku": "TEA-EARL-GREY-100", "options": {"Size": "M"}}],
        },
    )
    def put(self, request: Request, *, product_id: UUID, body: OptionsBody) -> dto.ProductDetail:
        """Say what a buyer chooses, and which values each variant has; one that is not named keeps its own."""
        return use_cases.set_options(
            product_id=ProductId(product_id),
            options=[option(one) for one in body["options"]],
            variants={one["sku"]: one["options"] for one in body.get("variants", ())},
            expected_version=if_match(request),
            now=timezone.now(),
        )
