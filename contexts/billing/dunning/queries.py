"""Questions about dunning: policies, what was done, what is claimed, and what would happen."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contexts.billing.dunning import domain, dto, models, reading, statements
from contexts.billing.dunning.dto import Policy
from contexts.billing.dunning.errors import DunningNotPaused
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.sellers.queries import get_seller, list_sellers
from contexts.billing.sellers.reading import day_of
from gotuto.db.listing import Listing
from gotuto.ids import InvoiceId
from gotuto.money import total
from gotuto.paging import Page, PageRequest

RUNS = Listing(filters=dto.RunFilter, orderings={"started_at": "started_at"}, default="-started_at")


def get_policy(*, legal_entity: str) -> Policy:
    """What a seller does about those who do not pay; nothing where nobody has said. Raises SellerNotFound."""
    get_seller(legal_entity=legal_entity)
    row = models.DunningPolicy.objects.filter(pk=legal_entity).first()
    if row is None:
        return Policy(legal_entity=legal_entity, is_on=False, steps=(), updated_at=None, version=0)
    return row.to_dto()


def plan(*, by: date, legal_entity: str | None = None, now: datetime) -> dto.Plan:
    """What would happen until a day is over, if nobody paid and nothing new was issued.

    Raises SellerNotFound, PlanInThePast, PlanTooLong.
    """
    domain.check_plan(by, today=reading.day_of_shop(now))
    in_force = reading.policies_in_force(legal_entity=legal_entity)
    rows = [row for policy, seller in in_force for row in _planned(policy, day_of(seller, now=now), by)]
    codes = [legal_entity] if legal_entity else [entity.seller.legal_entity for entity in list_sellers().items]
    return dto.Plan(
        by=by,
        rows=tuple(sorted(rows, key=lambda row: (row.day, row.legal_entity, row.days, row.currency))),
        paused=statements.paused(today=reading.day_of_shop(now)),
        without_policy=tuple(code for code in codes if code not in {policy.legal_entity for policy, _ in in_force}),
    )


def _planned(policy: Policy, today: date, by: date) -> list[dto.PlannedStep]:
    return statements.plan(reading.windows_of(policy.steps), seller=policy.legal_entity, today=today, by=by)


def sums_of(*, plan: dto.Plan) -> list[dto.PlannedStep]:
    """All of a plan in a row for each currency."""
    currencies = sorted({row.currency for row in plan.rows})
    return [_sum([row for row in plan.rows if row.currency == currency], plan.by) for currency in currencies]


def _sum(rows: Sequence[dto.PlannedStep], by: date) -> dto.PlannedStep:
    currency = rows[0].currency
    sums: dict[str, Any] = {
        name: sum(getattr(row, name) for row in rows) for name in ("invoices", "mails", "fees", "holds")
    }
    for name in ("amount_due", "fee_sum"):
        sums[name] = total((getattr(row, name) for row in rows), currency)
    return dto.PlannedStep(legal_entity="", day=by, step="", days=0, currency=currency, **sums)


def list_runs(*, filters: dto.RunFilter, page: PageRequest) -> Page[dto.Run]:
    """What was done when, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return RUNS.page(models.DunningRun.objects.all(), filters=filters, page=page, to_dto=models.DunningRun.to_dto)


def get_pause(*, pause_id: UUID) -> dto.Pause:
    """One pause, also one that has ended. Raises DunningNotPaused."""
    row = models.DunningPause.objects.filter(pk=pause_id).first()
    if row is None:
        raise DunningNotPaused
    return row.to_dto()


def find_invoice(*, number: str) -> InvoiceId:
    """Which invoice has this number. Raises InvoiceNotFound."""
    row = Invoice.objects.filter(number=number).values_list("id", flat=True).first()
    if row is None:
        raise InvoiceNotFound(number=number)
    return InvoiceId(row)
