"""Questions about sellers."""

from collections.abc import Collection
from uuid import UUID

from contexts.billing.sellers import dto, models
from contexts.billing.sellers.errors import SellerNotFound
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


def sellers_on_documents(*, ids: Collection[UUID]) -> dict[UUID, dto.Seller]:
    """What sellers said on documents, by the ids of the versions."""
    return {row.id: row.told() for row in models.SellerVersion.objects.filter(pk__in=ids)}


def get_logo(*, sha256: str) -> bytes | None:
    """A picture by its digest; None for none."""
    row = models.Logo.objects.filter(pk=sha256).first() if sha256 else None
    return None if row is None else bytes(row.content)
