"""Questions about sellers."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from contexts.billing.sellers import dto, models
from contexts.billing.sellers.errors import SellerNotFound
from contexts.billing.sellers.reading import day_of
from gotuto.paging import Page


def get_seller(*, legal_entity: str) -> dto.LegalEntity:
    """Who sells under this code. Raises SellerNotFound."""
    row = models.LegalEntity.objects.select_related("seller").filter(pk=legal_entity).first()
    if row is None:
        raise SellerNotFound(legal_entity=legal_entity)
    return row.to_dto()


def list_sellers() -> Page[dto.LegalEntity]:
    """Everybody who sells; there are few."""
    rows = models.LegalEntity.objects.select_related("seller").order_by("code")
    return Page(items=tuple(row.to_dto() for row in rows))


def sellers_asked_for(*, legal_entity: str | None) -> list[dto.Seller]:
    """The seller with this code, without one all of them. Raises SellerNotFound."""
    if legal_entity is not None:
        return [get_seller(legal_entity=legal_entity).seller]
    return [entity.seller for entity in list_sellers().items]


def days_of_sellers(*, now: datetime) -> Iterator[tuple[date, Sequence[str] | None]]:
    """The days that it is now where sellers are, the earliest first, and who has come so far; None for everybody."""
    days = {entity.seller.legal_entity: day_of(entity.seller, now=now) for entity in list_sellers().items}
    for place, day in enumerate(sorted(set(days.values()))):
        yield day, None if place == 0 else [code for code, its in days.items() if its >= day]


def day_at_seller(*, legal_entity: str, now: datetime) -> date:
    """The date by the clock of who sells under this code. Raises SellerNotFound."""
    return day_of(get_seller(legal_entity=legal_entity).seller, now=now)


def sellers_on_documents(*, ids: Collection[UUID]) -> dict[UUID, dto.Seller]:
    """What sellers said on documents, by the ids of the versions."""
    return {row.id: row.told() for row in models.SellerVersion.objects.filter(pk__in=ids)}


def get_logo(*, sha256: str) -> bytes | None:
    """A picture by its digest; None for none."""
    row = models.Logo.objects.filter(pk=sha256).first() if sha256 else None
    return None if row is None else bytes(row.content)
