"""Hours that pass for payment gateways, and the janitor who asks them, until all that was asked of them is known."""

import time
from threading import Event

from tests.reliability.ledgers import OPEN, TIME_PASSES
from tests.reliability.shop import SufferingShop


def until_all_is_known(shop: SufferingShop, *, patience: float) -> bool:
    """Let the hours pass until every call and every attempt is decided; False when that took too long."""
    deadline, tick = time.monotonic() + patience, Event()
    while time.monotonic() < deadline:
        for statement in TIME_PASSES:
            shop.instance.sql(statement)
        tick.wait(2)
        if not shop.sql(OPEN):
            return True
    return False
