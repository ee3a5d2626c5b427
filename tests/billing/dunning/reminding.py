"""What the tests of dunning say in one word."""

from datetime import UTC, date, datetime, time, timedelta

from contexts.billing.dunning import dto, use_cases
from contexts.billing.dunning.dto import Step, Trigger
from contexts.billing.dunning.models import DunningAction
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.use_cases import mark_overdue_invoices
from tests.billing.builders import guest, issued
from tests.billing.dunning.steps import STEPS

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
# Two weeks after the invoices of these tests.
DUE = date(2026, 12, 4)


def policy(*steps: Step, is_on: bool = True, legal_entity: str = "main") -> dto.Policy:
    return use_cases.set_policy(legal_entity=legal_entity, is_on=is_on, steps=steps or STEPS, now=NOW)


def at(days: int) -> datetime:
    """So many days after the invoices were due, or before with a negative number, at noon."""
    return datetime.combine(DUE + timedelta(days=days), time(12), tzinfo=UTC)


def run(days: int, **how: object) -> dto.Run:
    """A day's work: what is late is found, then dunned."""
    mark_overdue_invoices(now=at(days))
    (one,) = use_cases.run_dunning(trigger=Trigger.CLOCK, now=at(days), **how)  # type: ignore[arg-type]
    return one


def steps_of(invoice_id: object) -> list[str]:
    """Which steps were done for an invoice, in the order of their days."""
    return list(
        DunningAction.objects.filter(invoice_id=invoice_id).order_by("day", "id").values_list("step", flat=True)
    )


def fees_of(invoice_id: object) -> list[tuple[str, str, str]]:
    return [(row.step, str(row.money), row.state) for row in Fee.objects.filter(invoice_id=invoice_id).order_by("id")]


def late(*, vat_id: str = "", total: str = "12.50") -> object:
    """An invoice that is due on the day of these tests."""
    from dataclasses import replace

    return issued(now=NOW, total=total, buyer=replace(guest(), vat_id=vat_id))
