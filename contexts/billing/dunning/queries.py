"""Questions about dunning: policies, what was done, what is claimed, and what would happen."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from contexts.billing.dunning import domain, dto, models, statements
from contexts.billing.dunning.domain import Window
from contexts.billing.dunning.dto import Policy, Step
from contexts.billing.dunning.statements import Claims
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.sellers import domain as sellers
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.queries import get_seller, list_sellers
from gotuto.db.listing import Listing
from gotuto.ids import InvoiceId
from gotuto.money import Money, total
from gotuto.paging import Page, PageRequest

RUNS = Listing(filters=dto.RunFilter, orderings={"started_at": "started_at"}, default="-started_at")


def get_policy(*, legal_entity: str) -> Policy:
    """What a seller does about those who do not pay; nothing where nobody has said. Raises SellerNotFound."""
    get_seller(legal_entity=legal_entity)
    row = models.DunningPolicy.objects.filter(pk=legal_entity).first()
    if row is None:
        return Policy(legal_entity=legal_entity, is_on=False, steps=(), updated_at=None, version=0)
    return row.to_dto()


def policies_in_force(*, legal_entity: str | None) -> list[tuple[Policy, Seller]]:
    """The policies that are switched on, with their sellers; with `legal_entity` only that. Raises SellerNotFound."""
    if legal_entity is not None:
        found = [get_policy(legal_entity=legal_entity)]
    else:
        found = [row.to_dto() for row in models.DunningPolicy.objects.filter(is_on=True).order_by("legal_entity")]
    known = {entity.seller.legal_entity: entity.seller for entity in list_sellers().items}
    return [(policy, known[policy.legal_entity]) for policy in found if policy.is_on]


def day_of(seller: Seller, now: datetime) -> date:
    """The date at a seller's."""
    return sellers.today(seller, now=now, elsewhere=settings.TIME_ZONE)


def day_of_shop(now: datetime) -> date:
    """The date where the shop sells."""
    return day_of(get_seller(legal_entity=sellers.MAIN).seller, now)


def windows_of(steps: Sequence[Step]) -> list[tuple[Window, Claims]]:
    """The steps with what each claims from whom."""
    return [(window, _claims(window.step, steps)) for window in domain.windows(steps)]


def _claims(step: Step, steps: Sequence[Step]) -> Claims:
    euros = settings.GOTUTO_LATE_PAYMENT_COMPENSATION
    compensation = Money(euros, "EUR") if euros else None
    return Claims(
        *(domain.charge(step, steps, is_business=who, compensation=compensation) for who in (False, True)),
    )


def plan(*, by: date, legal_entity: str | None = None, now: datetime) -> dto.Plan:
    """What would happen until a day is over, if nobody paid and nothing new was issued.

    Raises SellerNotFound, PlanInThePast, PlanTooLong.
    """
    domain.check_plan(by, today=day_of_shop(now))
    in_force = policies_in_force(legal_entity=legal_entity)
    rows = [row for policy, seller in in_force for row in _planned(policy, day_of(seller, now), by)]
    codes = [legal_entity] if legal_entity else [entity.seller.legal_entity for entity in list_sellers().items]
    return dto.Plan(
        by=by,
        rows=tuple(sorted(rows, key=lambda row: (row.day, row.legal_entity, row.days, row.currency))),
        paused=statements.paused(today=day_of_shop(now)),
        without_policy=tuple(code for code in codes if code not in {policy.legal_entity for policy, _ in in_force}),
    )


def _planned(policy: Policy, today: date, by: date) -> list[dto.PlannedStep]:
    return statements.plan(windows_of(policy.steps), seller=policy.legal_entity, today=today, by=by)


def sums_of(plan: dto.Plan) -> list[dto.PlannedStep]:
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


def find_invoice(*, number: str) -> InvoiceId:
    """Which invoice has this number. Raises InvoiceNotFound."""
    row = Invoice.objects.filter(number=number).values_list("id", flat=True).first()
    if row is None:
        raise InvoiceNotFound(number=number)
    return InvoiceId(row)
