"""The acts of a drill, one after the other; the first that fails ends it."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from config.journey import JourneyFailed
from config.recovery.drill.beside import Beside, beside
from config.recovery.drill.buyers import Buyer, Staff
from config.recovery.drill.errors import DrillFailed
from gotuto.progress import Steps

FAULTS = {"worker": "worker", "web": "web server", "postgres": "PostgreSQL", "valkey": "Valkey"}


@dataclass(frozen=True)
class Act:
    """What was done, how long it took, and what was seen."""

    act: str
    seconds: float
    seen: str


def play(path: Path, *, orders: int, seconds: float, steps: Steps) -> list[Act]:
    """Restore a backup beside, let it work through orders and faults, and look at it. Raises DrillFailed."""
    acts: list[Act] = []
    with beside(seconds=seconds) as here:
        with _act(acts, "restore and prove", steps) as see:
            restored = here.manage("restore", str(path), "--verify")["restored"]
            see(f"{restored['rows']} rows of {restored['taken_at']}")
        with here.running():
            try:
                _orders_and_faults(here, acts, orders, steps)
            except JourneyFailed as failure:
                raise DrillFailed(reason=str(failure)) from None
            with _act(acts, "invariants", steps) as see:
                see(f"{len(here.manage('invariants')['looked_at'])} hold")
            with _act(acts, "replay of all orders", steps) as see:
                see(f"{here.manage('order', 'rebuild', '--verify')['replayed']} are as their streams say")
    return acts


def _orders_and_faults(here: Beside, acts: list[Act], orders: int, steps: Steps) -> None:
    token = _staff_token(here)
    goods = Staff(here.url, token).open_shelf(
        currency=settings.GOTUTO_CURRENCY,
        pieces=orders + len(FAULTS),
        valued_in=settings.GOTUTO_STOCK_VALUATION,
    )
    for program, title in FAULTS.items():
        buyers = [Buyer(here.url, token, items=goods) for _ in range(orders // len(FAULTS))]
        with _act(acts, f"kill -9 {title}", steps) as see:
            for buyer in buyers:
                buyer.place()
            here.kill(program)
            see(f"{len(buyers)} orders under way, ready again")
        with _act(acts, "orders end", steps) as see:
            for buyer in buyers:
                here.wait_until(buyer.has_ended, f"order {buyer.order['number']} had ended")
            list(Buyer(here.url, token, items=goods).steps())
            see(f"{len(buyers)}, and one from the cart to the door")


def _staff_token(here: Beside) -> str:
    # A name that nobody in the restored shop has; it is gone with the folder.
    email = f"drill-{secrets.token_hex(8)}@example.com"
    here.run("createsuperuser", "--noinput", "--email", email)
    return str(here.manage("token", "create", email)["secret"])


@contextmanager
def _act(acts: list[Act], what: str, steps: Steps) -> Iterator[Callable[[str], None]]:
    begun, seen = time.monotonic(), list[str]()
    with steps.step(what[0].upper() + what[1:]):
        yield seen.append
    acts.append(Act(what, round(time.monotonic() - begun, 1), " ".join(seen)))
