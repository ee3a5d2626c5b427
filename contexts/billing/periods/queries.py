"""Questions about closed periods."""

from datetime import date

from contexts.billing.periods import dto
from contexts.billing.periods.models import ClosedPeriod
from gotuto.db.listing import Listing
from gotuto.paging import Page, PageRequest

PERIODS = Listing(filters=dto.PeriodFilter, orderings={"closed_at": "closed_at"}, default="-closed_at")


def list_periods(*, filters: dto.PeriodFilter, page: PageRequest) -> Page[dto.ClosedPeriod]:
    """Closed periods, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return PERIODS.page(ClosedPeriod.objects.all(), filters=filters, page=page, to_dto=ClosedPeriod.to_dto)


def closed_until(*, legal_entity: str) -> date | None:
    """The last day of a seller's books that is closed; None for none. What is before the first period is closed with it."""
    last: date | None = (
        ClosedPeriod.objects.filter(legal_entity=legal_entity).order_by("-last").values_list("last", flat=True).first()
    )
    return last
