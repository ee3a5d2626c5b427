"""A disk that is full for real: PostgreSQL, logs and all on a small volume, which whoever calls has made."""

import shutil
from pathlib import Path

from tests.journeys.street import Street
from tests.playing.failures import Failure
from tests.playing.machine import Machine
from tests.playing.play import GOODS, is_settled
from tests.runtime.processes import wait_until

_LEAST, _MB = 256, 1_000_000
_TRIES = 200
_PARKED = """
SELECT number FROM order_order JOIN gotuto_sagas_sagarun AS saga ON subject_id = order_order.id WHERE saga.needs_attention
"""


def _filler(machine: Machine) -> Path:
    return machine.root / "instance" / "log" / "somebody-else.log"


def _fill(machine: Machine, *, leave: int) -> None:
    """All but so many bytes."""
    with _filler(machine).open("ab") as file:
        while (more := min(shutil.disk_usage(machine.root).free - leave, 8 * _MB)) > 0:
            file.write(bytes(more))
            file.flush()


def _make_room(machine: Machine) -> None:
    _filler(machine).unlink()


FULL = Failure(
    name="disk full",
    alerts=("DiskFull",),
    named=("degraded", "disk"),
    cause=lambda machine: _fill(machine, leave=(_LEAST - 20) * _MB),
    mend=_make_room,
)


def to_the_brim(machine: Machine) -> int:
    """Nothing is left at all: what is answered is kept, what is refused left nothing behind. How many orders were refused."""
    _fill(machine, leave=0)
    try:
        taken, refused = _orders(machine)
    finally:
        _make_room(machine)
    if machine.postgres.process is not None and machine.postgres.process.poll() is not None:
        machine.run(["systemctl start postgresql"], {})
    wait_until(lambda: _again(machine) and machine.is_well() and is_settled(machine), seconds=60)
    with Street(machine) as street:
        assert {street.look(order)["status"] for order in taken} <= {"confirmed"}
        assert street.guest_orders({GOODS: 1}, email=street.somebody())["status"] == "confirmed"
    assert machine.sql("SELECT * FROM invariants_violations") == []
    return refused


def _again(machine: Machine) -> bool:
    """What has used up its attempts on the full disk is told by readiness, and its page says how it goes on."""
    waiting = machine.readiness().get("attention", [])
    if "sagas" in waiting:
        for (number,) in machine.sql(_PARKED):
            machine.run(["./manage.py saga retry A-001001"], {"A-001001": number})
    if "deliveries" in waiting:
        machine.run(["./manage.py events retry"], {})
    if "mails" in waiting:
        machine.run(["./manage.py outbound retry --refused mail"], {})
    return True


def _orders(machine: Machine) -> tuple[list[dict[str, str]], int]:
    """Orders until the disk has refused three."""
    taken, refused = [], 0
    for _ in range(_TRIES):
        with Street(machine) as street:
            cart = street.call("POST", "carts/", {"items": [{"sku": GOODS, "quantity": 1}]})
            answer = street.order(cart.json(), email=street.somebody()) if cart.is_success else cart
        if answer.is_success:
            taken.append(answer.json())
            continue
        assert answer.status_code == 503, answer.text
        refused += 1
        if refused == 3:
            return taken, refused
    raise AssertionError("The disk is never full.")
