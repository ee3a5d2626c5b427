"""Many products at once over HTTP: each stands or falls by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.bulk.dto import Outcome
from contexts.catalog.bulk.use_cases import MOST, create_products
from contexts.catalog.products import dto
from contexts.catalog.products.api import PRODUCT, WRITERS, NewProductBody, new_product, product_on_a_shelf
from gotuto.http import Endpoint, operation, problems
from gotuto.http.documentation import Problem


class ProductsBody(TypedDict):
    """Products as each is posted by itself."""

    items: Annotated[list[NewProductBody], Meta(min_length=1, max_length=MOST)]


@dataclass(frozen=True, kw_only=True)
class Made:
    """What came of one of them, by its place from 0: the product, or the problem with the status that it would have alone."""

    index: int
    status: int
    product: dto.ProductDetail | None = None
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class AllMade:
    """What came of each, in the order in which they were sent."""

    results: tuple[Made, ...]


def _example(request: Request) -> dict[str, Any] | None:
    product = product_on_a_shelf(request)
    return {"items": [product, {**product, "sku": "MATE-500"}]} if product else None


class ProductsAtOnce(Endpoint):
    @operation(
        allow=WRITERS,
        returns=AllMade,
        example={"items": [PRODUCT, {**PRODUCT, "sku": "MATE-500"}]},
        living_example=_example,
    )
    def post(self, request: Request, *, body: ProductsBody) -> AllMade:
        """Add up to a hundred products, each as it is added alone. One that is refused keeps none of the others.

        A repeat does no harm: a SKU is never given twice, and each product that is there is told to be.
        """
        outcomes = create_products(products=[new_product(item) for item in body["items"]], now=timezone.now())
        return AllMade(results=tuple(_told(outcomes)))


def _told(outcomes: Iterable[Outcome]) -> Iterator[Made]:
    for index, outcome in enumerate(outcomes):
        if (refusal := outcome.refusal) is None:
            yield Made(index=index, status=201, product=outcome.product)
        else:
            problem = problems.problem(
                refusal.status,
                refusal.detail,
                code=refusal.code,
                title=refusal.title,
                errors=None if refusal.faults is None else dict(refusal.faults),
            )
            yield Made(index=index, status=refusal.status, problem=Problem(**problem))
