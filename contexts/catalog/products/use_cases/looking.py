"""The list of products, and what it remembers."""

from collections.abc import Sequence
from datetime import datetime

from contexts.catalog.products import dto, queries
from contexts.catalog.search import use_cases as search
from gotuto.paging import Page, PageRequest


def look_for_products(
    *,
    filters: dto.ProductFilter,
    for_sale_only: bool,
    page: PageRequest,
    facets: bool = False,
    languages: Sequence[str] = (),
    language: str = "",
    customer_group: str = "",
    now: datetime,
) -> Page[dto.Product]:
    """The products of a list; a question in words that finds nothing is remembered for whoever looks after synonyms.

    Raises AttributeFilterUnknown, UnknownOrdering, InvalidCursor.
    """
    found = queries.list_products(
        filters=filters,
        for_sale_only=for_sale_only,
        page=page,
        facets=facets,
        languages=languages,
        language=language,
        customer_group=customer_group,
    )
    if filters.search and not found.items and filters == dto.ProductFilter(search=filters.search):
        search.note_miss(question=filters.search, now=now)
    return found
