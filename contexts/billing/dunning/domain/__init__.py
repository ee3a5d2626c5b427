"""The rules of dunning: which step an invoice is due for, what it claims, and what a policy may say."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contexts.billing.dunning.dto import Step
from contexts.billing.dunning.errors import DunningPauseEnded, DunningPolicyInvalid, PlanInThePast, PlanTooLong
from contexts.billing.fees.dto import FeeKind
from gotuto.money import Money

MOST_STEPS = 12
MOST_DAYS = 365
# So far ahead the calendar is asked.
LONGEST_PLAN = 366

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")


@dataclass(frozen=True, kw_only=True)
class Window:
    """When a step is the one that an invoice is due for: from `step.days` after its due date on, and before `ends` after it."""

    step: Step
    ends: int | None

    @property
    def is_after_due(self) -> bool:
        return self.step.days > 0

    def latest_due(self, today: date) -> date:
        """Invoices due until this day have come to the step."""
        return today - timedelta(days=self.step.days)

    def after_due(self, today: date) -> date:
        """Invoices due until this day are past the step."""
        return date.min if self.ends is None else today - timedelta(days=self.ends)


def windows(steps: Sequence[Step]) -> tuple[Window, ...]:
    """The steps in the order of their days, each until the next one begins; what announces a due date ends with that day."""
    ordered = sorted(steps, key=lambda step: step.days)
    following: list[int | None] = [*(step.days for step in ordered[1:]), None]
    return tuple(
        Window(step=step, ends=_end(step, next_days)) for step, next_days in zip(ordered, following, strict=True)
    )


def _end(step: Step, next_days: int | None) -> int | None:
    if step.days > 0:
        return next_days
    return 1 if next_days is None else min(next_days, 1)


def schedule(
    steps: Sequence[Step], *, due: date, done: Collection[str], paused_until: date | None, today: date, by: date
) -> Iterator[tuple[date, Step]]:
    """What will be done about one unpaid invoice until a day, and when.

    Of the steps that are past only the latest is made up for; one that a pause keeps back is made up for after it, unless the
    next one has come by then.
    """
    earliest = today if paused_until is None else max(today, paused_until + timedelta(days=1))
    for window in windows(steps):
        day = max(earliest, due + timedelta(days=window.step.days))
        is_past = window.ends is not None and day >= due + timedelta(days=window.ends)
        if day <= by and not is_past and window.step.code not in done:
            yield day, window.step


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What a step claims."""

    kind: FeeKind
    amount: Money


def charge(step: Step, steps: Sequence[Step], *, is_business: bool, compensation: Money | None) -> Charge | None:
    """What a step of a policy claims from somebody.

    The compensation for late payment stands for what reminding a business costs (directive 2011/7, art. 6), so that one who
    owes it pays no other fee.
    """
    if is_business and compensation is not None and any(one.compensation for one in steps):
        return Charge(kind=FeeKind.COMPENSATION, amount=compensation) if step.compensation else None
    return None if step.fee is None else Charge(kind=FeeKind.REMINDER, amount=step.fee)


def check(steps: Sequence[Step]) -> None:
    """Raises DunningPolicyInvalid for the first thing that cannot be meant so."""
    for why in faults(steps):
        raise DunningPolicyInvalid(why=why)


def faults(steps: Sequence[Step]) -> Iterator[str]:
    """What is wrong with steps, and what to do about it."""
    if len(steps) > MOST_STEPS:
        yield f"A policy has {MOST_STEPS} steps at most. Leave some out."
    for name, values in (("code", [one.code for one in steps]), ("days", [str(one.days) for one in steps])):
        for twice in sorted({value for value in values if values.count(value) > 1}):
            yield f"Two steps have the {name} {twice}. Give each its own."
    if sum(one.compensation for one in steps) > 1:
        yield "The compensation is owed once. Let one step claim it."
    for one in steps:
        yield from _faults(one)


def _faults(step: Step) -> Iterator[str]:
    if not _CODE.fullmatch(step.code):
        yield f"{step.code!r} cannot name a step. Take up to 16 small letters, digits and hyphens."
    if abs(step.days) > MOST_DAYS:
        yield f"The step {step.code} is {step.days} days away. Take {MOST_DAYS} at most."
    if step.days <= 0 and (step.fee is not None or step.compensation or step.hold):
        yield f"Nobody is late yet at the step {step.code}: before an invoice is overdue there is neither a fee nor a hold."
    if step.fee is not None and not step.fee.is_positive:
        yield f"The fee of the step {step.code} must be above zero. Leave it out where there is none."
    if not (step.mail or step.fee or step.compensation or step.hold):
        yield f"The step {step.code} does nothing. Let it send a mail, claim a fee or hold orders."


def check_pause(until: date, *, today: date) -> None:
    """Raises DunningPauseEnded."""
    if until < today:
        raise DunningPauseEnded(until=until, today=today)


def check_plan(by: date, *, today: date) -> None:
    """Raises PlanInThePast, PlanTooLong."""
    if by < today:
        raise PlanInThePast(today=today, by=by)
    if by > today + timedelta(days=LONGEST_PLAN):
        raise PlanTooLong(days=LONGEST_PLAN)
