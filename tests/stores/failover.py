"""A shop whose Valkey dies and is replaced by its replica, while a guest orders."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.runtime.processes import wait_until

# An order that is worked on sooner was not found by a poll.
AT_ONCE = 1.0


@dataclass(frozen=True)
class Told:
    """How long the order took that came while nobody led, and after how many seconds orders went at once again."""

    meanwhile: float
    again: float


def fail_over(shop: Instance, lose_the_master: Callable[[], None]) -> Told:
    """Lose the master, order at once, and order until nobody has to wait for a poll any more."""
    with Street(shop) as street:
        sku = street.sells(pieces=1_000)
        assert street.guest_orders({sku: 1})["status"] == "confirmed"
        died = time.monotonic()
        lose_the_master()
        order = street.order(street.cart({sku: 1})).json()
        street.wait_for(order, "confirmed")
        meanwhile = time.monotonic() - died

        def goes_at_once() -> bool:
            asked = time.monotonic()
            street.wait_for(street.order(street.cart({sku: 1})).json(), "confirmed")
            return time.monotonic() - asked < AT_ONCE

        # One may be found by a poll at the right moment; three in a row are not.
        wait_until(lambda: all(goes_at_once() for _ in range(3)), seconds=60)
        return Told(meanwhile, time.monotonic() - died)
