"""Questions about price lists."""

from collections.abc import Collection
from uuid import UUID

from contexts.catalog.pricelists import dto, models
from contexts.catalog.pricelists.errors import PriceListNotFound
from gotuto.paging import Page
from gotuto.text.codes import normalised_code


def list_price_lists() -> Page[dto.PriceList]:
    """All price lists, by their codes."""
    return Page(items=tuple(row.to_dto() for row in models.PriceList.objects.all()), next=None, previous=None)


def get_price_list(*, code: str) -> dto.PriceList:
    """A price list by its code. Raises PriceListNotFound."""
    wanted = normalised_code(code)
    row = models.PriceList.objects.filter(code=wanted).first()
    if row is None:
        raise PriceListNotFound(price_list=wanted)
    return row.to_dto()


def get_price_list_by_id(*, list_id: UUID) -> dto.PriceList:
    """A price list. Raises PriceListNotFound."""
    row = models.PriceList.objects.filter(id=list_id).first()
    if row is None:
        raise PriceListNotFound(price_list=str(list_id))
    return row.to_dto()


def price_lists_of(*, codes: Collection[str]) -> dict[str, dto.PriceList]:
    """These lists by their codes, of those that there are; no statement where none is named."""
    rows = models.PriceList.objects.filter(code__in=codes) if codes else ()
    return {row.code: row.to_dto() for row in rows}
