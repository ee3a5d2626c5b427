"""The lives that an order can have while it is worked on: what is refused on its way, and what breaks at first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from contexts.order.placement import placement
from gotuto.db import unit
from gotuto.ids import OrderId, Sku
from gotuto.sagas import Refusal
from tests.reliability import goods
from tests.reliability.labels import labelling
from tests.shop import Shop

MAIL = "notification.on_order_confirmed"
STEPS = tuple(step.name for step in placement.steps)
UNDOS = tuple(step.undo.__name__ for step in reversed(placement.steps) if step.undo)
MOST_ATTEMPTS = 3


def _nothing(order_id: OrderId) -> None:
    pass


def _no_request() -> None:
    pass


def _label(order_id: OrderId) -> None:
    """The second saga begins while the first has not."""
    labelling.start(order_id, now=timezone.now())


def _call_off_both(order_id: OrderId) -> None:
    _label(order_id)
    _call_off(order_id)
    _call_off_label(order_id)


def _call_off_label(order_id: OrderId) -> None:
    labelling.stop(order_id, refusal=Refusal("test.changed_mind", "No label, please."))


def _call_off_while_it_is_sent(name: str, *facts: Any) -> None:
    if name == "label is sent":
        with unit():
            _call_off_label(facts[0])


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
    # What happens in whichever worker comes by, besides.
    befalling: tuple[Callable[..., None], ...] = ()
    # The request that whoever is struck serves before it works.
    begins: Callable[[], object] = _no_request
    # How its goods lie when it begins, and whoever books goods that come later: says whether there are none to book.
    stocked: Callable[[Shop, str], Sku] = goods.on_one_shelf
    keeper: Callable[[], bool] = goods.nothing_comes
    # Whether it is lived in the short version, too.
    is_quick: bool = False

    @property
    def has_label(self) -> bool:
        """Whether two sagas share the order, so that their events come in any order."""
        return self.before in (_label, _call_off_both)


LIVES = [
    Life("confirmed", is_quick=True),
    *(Life(f"refused by {step}", "cancelled", refusing=frozenset({step}), is_quick=True) for step in STEPS),
    *(Life(f"{step} breaks once", breaking={step: 1}) for step in STEPS),
    *(
        Life(f"{undo} breaks once", "cancelled", refusing=frozenset({"confirm"}), breaking={undo: 1})
        for undo in (*UNDOS, "cancelled")
    ),
    Life("parked at confirm", breaking={"confirm": MOST_ATTEMPTS}),
    Life("called off", "cancelled", before=_call_off, is_quick=True),
    Life("goods at two locations", stocked=goods.at_two_locations, is_quick=True),
    Life("two locations, refused", "cancelled", refusing=frozenset({"confirm"}), stocked=goods.at_two_locations),
    Life("waits in line", stocked=goods.sold_out, keeper=goods.what_is_awaited_comes, is_quick=True),
    Life(
        "waits in line, refused",
        "cancelled",
        refusing=frozenset({"confirm"}),
        stocked=goods.sold_out,
        keeper=goods.what_is_awaited_comes,
    ),
    Life("handler breaks once", breaking={MAIL: 1}),
    Life("handler given up", breaking={MAIL: MOST_ATTEMPTS}),
    Life("mail refused once", breaking={"mail": 1}),
    Life("mail line breaks", breaking={"mail line": 1}),
    Life("mail given up", breaking={"mail": MOST_ATTEMPTS}),
    Life("a label beside it", before=_label, is_quick=True),
    Life("both called off", "cancelled", before=_call_off_both),
    Life("a label refused", refusing=frozenset({"label"}), before=_label),
    Life("a label of a refused order", "cancelled", refusing=frozenset({"confirm"}), before=_label),
    Life("handing over refused", refusing=frozenset({"hand_over"}), before=_label),
    Life("label called off when sent", before=_label, befalling=(_call_off_while_it_is_sent,), is_quick=True),
    *(
        Life(f"{step} breaks once", breaking={step: 1}, before=_label)
        for step in ("request_label", "label_printed", "hand_over")
    ),
    *(
        Life(f"{undo} breaks once", refusing=frozenset({"hand_over"}), breaking={undo: 1}, before=_label)
        for undo in ("withdraw_label", "label_given_up")
    ),
]
