"""Runs: each step is done for those invoices that are due for it, some at a time, and noted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DurationField, F, Func

from contexts.billing.clients.signals import ClientUpdated, client_updated
from contexts.billing.dunning import dto, models, reading, signals, statements
from contexts.billing.dunning.domain import Window
from contexts.billing.dunning.dto import Due, Policy, Trigger
from contexts.billing.dunning.signals import ReminderDue
from contexts.billing.dunning.statements import Claims, Seen
from contexts.billing.sellers.reading import day_of
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, ClientId, OrderId, new_id

# Its id holds when it was made.
_TOOK = Func(template="greatest(clock_timestamp() - uuid_extract_timestamp(id), '0')", output_field=DurationField())


@dataclass(frozen=True)
class _Run:
    id: UUID
    seller: str
    today: date
    now: datetime
    batch: int


def run_dunning(
    *,
    trigger: Trigger,
    legal_entity: str | None = None,
    actor: ActorId | None = None,
    now: datetime,
    batch: int = 500,
) -> tuple[dto.Run, ...]:
    """Do what is due today at each seller's whose policy is switched on; the log of each run. Raises SellerNotFound.

    One short transaction a batch, so that no payment waits for long. Two runs at once do each step once.
    """
    in_force = reading.policies_in_force(legal_entity=legal_entity)
    done = []
    for policy, seller in in_force:
        run = _Run(new_id(), policy.legal_entity, day_of(seller, now=now), now, batch)
        _begin(run, trigger=trigger, actor=actor)
        _lift(run)
        _steps(run, policy)
        done.append(_finish(run))
    return tuple(done)


def _steps(run: _Run, policy: Policy) -> None:
    for window, claims in reading.windows_of(policy.steps):
        seen: Seen | None = Seen()
        while seen is not None:
            seen = _act(run, window, claims, seen)


def _lift(run: _Run) -> None:
    looked_at = run.batch
    while looked_at == run.batch:
        looked_at = _lift_some(run)


@unit_of_work
def _begin(run: _Run, *, trigger: Trigger, actor: ActorId | None) -> None:
    models.DunningRun.objects.create(
        id=run.id, legal_entity=run.seller, day=run.today, trigger=trigger, actor=actor, started_at=run.now
    )


@unit_of_work
def _act(run: _Run, window: Window, claims: Claims, seen: Seen) -> Seen | None:
    acted = statements.act(
        window, claims, seller=run.seller, run_id=run.id, today=run.today, seen=seen, batch=run.batch, now=run.now
    )
    if not acted.done:
        return acted.seen
    if window.step.mail:
        signals.reminder_due.publish_all([_reminder(run, window, one) for one in acted.done])
    held = {one.client_id for one in acted.done if one.is_newly_held}
    _tell_of_clients(held, run.now)
    statements.count(
        run.id,
        actions=len(acted.done),
        mails=len(acted.done) if window.step.mail else 0,
        fees=sum(one.fee is not None for one in acted.done),
        holds=len(held),
    )
    return acted.seen


def _reminder(run: _Run, window: Window, one: Due) -> ReminderDue:
    return ReminderDue(
        invoice_id=one.invoice_id,
        action_id=one.action_id,
        client_id=one.client_id,
        order_id=None if one.order_id is None else OrderId(one.order_id),
        step=window.step.code,
        tone=window.step.tone,
        wording=window.step.wording,
        due_date=one.due_date,
        days_overdue=max(0, (run.today - one.due_date).days),
        amount_due=one.amount_due,
        fee=one.fee,
        occurred_at=run.now,
    )


@unit_of_work
def _lift_some(run: _Run) -> int:
    looked_at, free = statements.lift_holds(seller=run.seller, batch=run.batch, now=run.now)
    if free:
        _tell_of_clients(free, run.now)
        statements.count(run.id, holds_lifted=len(free))
    return looked_at


def _tell_of_clients(ids: Collection[ClientId], now: datetime) -> None:
    client_updated.publish_all([ClientUpdated(client_id=each, occurred_at=now) for each in sorted(ids)])


@unit_of_work
def _finish(run: _Run) -> dto.Run:
    rows = models.DunningRun.objects.filter(pk=run.id)
    rows.update(finished_at=F("started_at") + _TOOK)
    return rows.get().to_dto()
