"""The lives that an order can have while it is worked on: what is refused on its way, and what breaks at first."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contexts.order.placement import placement
from gotuto.ids import OrderId
from gotuto.sagas import Refusal

MAIL = "notification.on_order_confirmed"
STEPS = ("validate_products", "reserve_stock", "open_invoice", "confirm")
MOST_ATTEMPTS = 3


def _nothing(order_id: OrderId) -> None:
    pass


def _call_off(order_id: OrderId) -> None:
    placement.stop(order_id, refusal=Refusal("order.cancelled_on_request", "Changed my mind."))


@dataclass(frozen=True)
class Life:
    """`refusing` lasts; `breaking` befalls the first worker only. `ends` is how the order ends."""

    name: str
    ends: str = "confirmed"
    refusing: frozenset[str] = frozenset()
    breaking: dict[str, int] = field(default_factory=dict)
    before: Callable[[OrderId], None] = _nothing


LIVES = [
    Life("confirmed"),
    *(Life(f"refused by {step}", "cancelled", refusing=frozenset({step})) for step in STEPS),
    *(Life(f"{step} breaks once", breaking={step: 1}) for step in STEPS),
    *(
        Life(f"{undo} breaks once", "cancelled", refusing=frozenset({"confirm"}), breaking={undo: 1})
        for undo in ("void_invoice", "release_stock", "cancelled")
    ),
    Life("parked at confirm", breaking={"confirm": MOST_ATTEMPTS}),
    Life("called off", "cancelled", before=_call_off),
    Life("handler breaks once", breaking={MAIL: 1}),
    Life("handler given up", breaking={MAIL: MOST_ATTEMPTS}),
    Life("mail refused once", breaking={"mail": 1}),
    Life("mail line breaks", breaking={"mail line": 1}),
    Life("mail given up", breaking={"mail": MOST_ATTEMPTS}),
]
