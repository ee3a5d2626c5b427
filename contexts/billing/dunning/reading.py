"""What a run and a plan read alike: the policies in force, the days at their sellers, and what each step claims."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings

from contexts.billing.dunning import domain, models
from contexts.billing.dunning.domain import Window
from contexts.billing.dunning.dto import Policy, Step
from contexts.billing.dunning.statements import Claims
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.queries import get_seller, list_sellers
from contexts.billing.sellers.reading import day_of
from gotuto.money import Money


def policies_in_force(*, legal_entity: str | None) -> list[tuple[Policy, Seller]]:
    """The policies that are switched on, with their sellers; with `legal_entity` only that. Raises SellerNotFound."""
    if legal_entity is not None:
        get_seller(legal_entity=legal_entity)
    rows = models.DunningPolicy.objects.filter(is_on=True).order_by("legal_entity")
    found = [row.to_dto() for row in rows if legal_entity in (None, row.legal_entity)]
    known = {entity.seller.legal_entity: entity.seller for entity in list_sellers().items}
    return [(policy, known[policy.legal_entity]) for policy in found]


def day_of_shop(now: datetime) -> date:
    """The date where the shop sells."""
    return day_of(get_seller(legal_entity=MAIN).seller, now=now)


def windows_of(steps: Sequence[Step]) -> list[tuple[Window, Claims]]:
    """The steps with what each claims from whom."""
    return [(window, _claims(window.step, steps)) for window in domain.windows(steps)]


def _claims(step: Step, steps: Sequence[Step]) -> Claims:
    euros = settings.GOTUTO_LATE_PAYMENT_COMPENSATION
    compensation = Money(euros, "EUR") if euros else None
    return Claims(
        *(domain.charge(step, steps, is_business=who, compensation=compensation) for who in (False, True)),
    )
