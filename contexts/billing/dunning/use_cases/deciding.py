"""Policies: what a seller does about those who do not pay."""

from collections.abc import Sequence
from datetime import datetime

from contexts.billing.dunning import domain, dto, models, queries
from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.dunning.dto import Step
from gotuto import audit_log
from gotuto.db import VersionConflict, unique, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.events import encode
from gotuto.ids import ActorId


@unit_of_work
def set_policy(
    *,
    legal_entity: str,
    is_on: bool,
    steps: Sequence[Step],
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Policy:
    """Say which steps are taken from now on; what was done before stays done, and no step is made up for but the latest.

    Raises SellerNotFound, DunningPolicyInvalid, Stale.
    """
    before = queries.get_policy(legal_entity=legal_entity)
    row = models.DunningPolicy.objects.select_for_update().filter(pk=legal_entity).first()
    version = 0 if row is None else row.version
    check_version(expected=expected_version, actual=version)
    ordered = tuple(sorted(steps, key=lambda step: step.days))
    domain.check(ordered)
    if row is not None and (before.is_on, before.steps) == (is_on, ordered):
        return before
    wanted = models.DunningPolicy(
        legal_entity=legal_entity, is_on=is_on, steps=encode(ordered), updated_at=now, version=version + 1
    )
    # Of two who say something for the first time one comes second.
    with unique(VersionConflict(f"Another policy of {legal_entity} was written just now.")):
        wanted.save(force_insert=row is None, force_update=row is not None)
    audit_log.record("dunning_policy_set", seller=legal_entity, on=is_on, steps=len(ordered), actor=actor)
    return wanted.to_dto()


@unit_of_work
def switch_on(*, legal_entity: str, actor: ActorId | None = None, now: datetime) -> dto.Policy:
    """Let the seller's steps be taken, and where there are none the usual ones. Raises SellerNotFound."""
    steps = queries.get_policy(legal_entity=legal_entity).steps or USUAL
    return set_policy(legal_entity=legal_entity, is_on=True, steps=steps, actor=actor, now=now)


@unit_of_work
def switch_off(*, legal_entity: str, actor: ActorId | None = None, now: datetime) -> dto.Policy:
    """Let no step be taken any more; the steps are kept. Raises SellerNotFound."""
    steps = queries.get_policy(legal_entity=legal_entity).steps
    return set_policy(legal_entity=legal_entity, is_on=False, steps=steps, actor=actor, now=now)
