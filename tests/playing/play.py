"""One failure from its cause to its cure, by what an operator sees and does; AssertionError where the way does not lead there."""

from collections.abc import Callable
from typing import Any

from tests.journeys.street import Street
from tests.playing.failures import Failure
from tests.playing.machine import Machine
from tests.playing.runbook import AFTERWARDS, CURE, LOOK, Page, unsaid
from tests.runtime.processes import wait_until

GOODS = "TEA-ASSAM-100"
BEFORE, DURING, AFTER = "before", "during", "after"
_PATIENCE = 40.0
_OPEN = """
SELECT (SELECT count(*) FROM gotuto_sagas_sagarun WHERE finished_at IS NULL)
     + (SELECT count(*) FROM gotuto_outbox_delivery WHERE state <> 'done')
     + (SELECT count(*) FROM notification_notification WHERE status <> 'done')
     + (SELECT count(*) FROM carrier_label WHERE status <> 'done')
     + (SELECT count(*) FROM billing_document WHERE status NOT IN ('done', 'refused'))
"""
_MAILS = "SELECT count(*) FROM notification_notification"


def play(failure: Failure, machine: Machine, *, seen: Callable[[str], None] = lambda moment: None) -> None:
    """Well, then not, then well again; `seen` is told each of these moments."""
    page = Page(failure.alerts[0])
    _until("well before", machine.is_well, machine)
    assert [alert for alert in failure.alerts if machine.shows(alert)] == []
    seen(BEFORE)
    failure.cause(machine)
    orders = [order for _ in range(failure.orders) if (order := _order(machine))]
    assert len(orders) == (failure.orders if failure.orders_are_taken else 0)
    _is_seen(failure, machine)
    seen(DURING)
    known = failure.known(machine)
    _prints(machine, page, LOOK, known)
    failure.mend(machine)
    machine.run([line for line in page.commands(CURE) if failure.takes in line], known)
    _until("cured", lambda: machine.is_well() and is_settled(machine), machine)
    assert [alert for alert in failure.alerts if machine.shows(alert)] == []
    _nothing_is_lost(failure, machine, orders)
    _prints(machine, page, AFTERWARDS, known)
    seen(AFTER)


def _is_seen(failure: Failure, machine: Machine) -> None:
    if failure.named:
        member, name = failure.named
        _until(f"named {member} {name}", lambda: name in machine.readiness().get(member, ()), machine)
        assert machine.readiness()["code"] == (503 if member == "missing" else 200)
    _until("told by a metric", lambda: all(machine.shows(alert) for alert in failure.alerts), machine)


def _until(what: str, condition: Callable[[], bool], machine: Machine) -> None:
    try:
        wait_until(condition, seconds=_PATIENCE)
    except AssertionError:
        raise AssertionError(f"It is not {what}; readiness says {machine.readiness()}.") from None


def _prints(machine: Machine, page: Page, section: str, known: dict[str, str]) -> None:
    """The commands of a section print what the page says; on a busy machine one looks twice."""
    said = ""

    def as_told() -> bool:
        nonlocal said
        said = machine.run(page.commands(section), known)
        return not unsaid(page.sayings(section), said)

    try:
        wait_until(as_told, seconds=_PATIENCE)
    except AssertionError:
        raise AssertionError(f"{page.alert}, {section}: {unsaid(page.sayings(section), said)} not in\n{said}") from None


def _nothing_is_lost(failure: Failure, machine: Machine, orders: list[dict[str, Any]]) -> None:
    """What was taken has ended, each mail went out once, nothing is as it must never be, and people can buy."""
    with Street(machine) as street:  # type: ignore[arg-type]
        assert [street.look(order)["status"] for order in orders] == [failure.orders_end] * len(orders)
        assert street.guest_orders({GOODS: 1}, email=street.somebody())["status"] == "confirmed"
    wait_until(lambda: is_settled(machine))
    violations, mails = machine.sql("SELECT * FROM invariants_violations"), machine.mails()
    assert violations == [], violations
    told = f"{len(mails)} mails went out, {len(set(mails))} of them different, of {machine.sql(_MAILS)[0][0]}"
    assert len(mails) == len(set(mails)) == machine.sql(_MAILS)[0][0], told
    assert len(machine.carrier.printed) == len(set(machine.carrier.printed))


def is_settled(machine: Machine) -> bool:
    return machine.sql(_OPEN) == [(0,)]


def _order(machine: Machine) -> dict[str, Any] | None:
    """An order that the shop has taken, or None."""
    with Street(machine) as street:  # type: ignore[arg-type]
        wishes = {"items": [{"sku": GOODS, "quantity": 1}]}
        cart = street.call("POST", "carts/", wishes)
        if not cart.is_success:
            assert cart.status_code == 503, cart.text
            return None
        answer = street.order(cart.json(), email=street.somebody())
        assert answer.status_code in (201, 202), answer.text
        return dict(answer.json())
