"""The journeys of the money of an order at whose every moment somebody is struck."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from contexts.order.cancellation import cancellation
from tests.reliability import payment_lives as lives
from tests.reliability.payment_lives import Sale

EVERY_MOOD, WILLING = ("willing", "lost", "slow"), ("willing",)
BY_SHOP, BY_GATEWAY = "by_shop", "by_gateway"
BOTH = (False, True)
STEPS = [step.name for step in cancellation.steps]
PIVOT = next(place for place, step in enumerate(cancellation.steps) if step.is_pivot)
UNDOS = [step.undo.__name__ for step in cancellation.steps if step.undo]

_PAID = (("order", "processing"), ("attempt", "succeeded 11.90"), ("there", "paid 11.90 back 0"))
_VOIDED = (("order", "cancelled"), ("attempt", "voided 11.90"), ("there", "canceled 0 back 0"))
_SENT_BACK = (("there", "paid 11.90 back 11.90"), ("refund", "sandbox.refunds done 11.90"))
_LATE = (("order", "cancelled"), ("event", "billing.attempt_paid_late "), *_SENT_BACK)
_BY_HAND = (("refund", "by_hand done 11.90"),)
_ENDED = (("order", "cancelled"), ("saga", "order.cancellation done"))
_GONE = (*_ENDED, ("parcel", "cancelled"))
_GOES_ON = (("order", "processing"), ("parcel", "pending"), ("saga", "order.cancellation undone test.unwilling"))


@dataclass(frozen=True, kw_only=True)
class Journey:
    """`before` leads to the moment at which somebody serves `request`, works, and is struck; `then` is what people do.

    `ends` is what must be told of it at least. `refusing` lasts, `breaking` befalls whoever is struck.
    """

    name: str
    ends: tuple[tuple[str, str], ...]
    before: Callable[[Sale], None] = lives.nothing
    request: Callable[[Sale], Any] | None = None
    then: Callable[[Sale], bool] = lives.nobody
    # What the gateway does to whoever is struck.
    moods: tuple[str, ...] = WILLING
    capture: str = BY_GATEWAY
    # Whether each step of a saga is committed.
    modes: tuple[bool, ...] = (False,)
    refusing: frozenset[str] = frozenset()
    breaking: dict[str, int] = field(default_factory=dict)
    # Those of them that the short version has.
    quick_moods: tuple[str, ...] = ()


def _called_off(name: str, *ends: tuple[str, str], **more: Any) -> Journey:
    usual = {"before": lives.captured, "request": lives.calls_off}
    return Journey(name=name, ends=ends, **{**usual, **more})


def _in_vain(name: str, refused_by: str, **more: Any) -> Journey:
    return _called_off(name, *_GOES_ON, refusing=frozenset({refused_by}), **more)


def _by_shop(name: str, before: Callable[[Sale], None], *ends: tuple[str, str], **more: Any) -> Journey:
    return Journey(name=name, before=before, ends=ends, capture=BY_SHOP, **more)


ATTEMPTS = [
    Journey(
        name="start by a worker",
        before=lives.begun_and_left,
        then=lives.pay_at_the_page,
        ends=_PAID,
        moods=EVERY_MOOD,
    ),
    Journey(name="start inline", request=lives.begins, then=lives.pay_at_the_page, ends=_PAID, moods=EVERY_MOOD),
    Journey(name="question how it stands", before=lives.paid_at_the_page, ends=_PAID, moods=EVERY_MOOD),
    Journey(name="webhook", before=lives.paid_at_the_page, request=lives.hears, ends=_PAID),
    _by_shop("from page to capture", lives.paid_at_the_page, *_PAID),
    _by_shop("capture", lives.capture_queued, *_PAID, moods=EVERY_MOOD, quick_moods=("lost",)),
    _by_shop("question about a capture", lives.capture_unknown, *_PAID, moods=EVERY_MOOD),
    Journey(name="void of an open page", before=lives.begun_and_called_off, ends=_VOIDED),
    _by_shop("void", lives.void_queued, *_VOIDED, moods=EVERY_MOOD),
    _by_shop("question about a void", lives.void_unknown, *_VOIDED, moods=EVERY_MOOD),
    Journey(name="late money", before=lives.paid_and_called_off, ends=_LATE),
    _by_shop("late capture", lives.capture_queued_and_called_off, *_LATE, moods=EVERY_MOOD),
    Journey(name="declined", before=lives.declined, ends=(("order", "confirmed"), ("attempt", "declined 11.90"))),
    Journey(name="run out", before=lives.run_out, ends=(("order", "confirmed"), ("attempt", "expired 11.90"))),
]
REFUNDS = [
    Journey(
        name="refund",
        before=lives.captured,
        request=lives.asks_all_back,
        ends=(("order", "processing"), *_SENT_BACK),
        moods=EVERY_MOOD,
        quick_moods=("lost",),
    ),
    Journey(name="question about a refund", before=lives.refund_unknown, ends=_SENT_BACK, moods=EVERY_MOOD),
    Journey(
        name="refund of a part",
        before=lives.captured,
        request=lives.asks_a_part_back,
        ends=(("invoice", "sent 11.90 paid 7.00 credited 0"), ("refund", "sandbox.refunds done 4.90")),
    ),
    Journey(
        name="refund that is refused",
        before=lives.given_back_at_the_gateway,
        then=lives.pay_out,
        ends=_BY_HAND,
        moods=("willing", "lost"),
    ),
    Journey(
        name="refund by hand",
        before=lives.transferred,
        request=lives.asks_all_back,
        then=lives.pay_out,
        ends=_BY_HAND,
    ),
    Journey(name="paid out by hand", before=lives.refund_waits, request=lives.pays_out, ends=_BY_HAND),
    Journey(
        name="withdrawn",
        before=lives.refund_waits,
        request=lives.withdraws,
        ends=(("event", "billing.refund_settled withdrawn"),),
    ),
]
CANCELLATIONS = [
    _called_off("called off", *_GONE, *_SENT_BACK, modes=BOTH, moods=EVERY_MOOD, quick_moods=WILLING),
    _called_off("called off, by hand", *_GONE, *_BY_HAND, before=lives.transferred, then=lives.pay_out),
    _called_off(
        "called off, news on its way",
        *_ENDED,
        *_BY_HAND,
        before=lives.transferred_unheard,
        then=lives.pay_out,
    ),
    _called_off(
        "called off, paid in two ways",
        *_GONE,
        ("refund", "by_hand done 1.90"),
        ("refund", "sandbox.refunds done 10.00"),
        before=lives.paid_in_two_ways,
        then=lives.pay_out,
    ),
    *(_in_vain(f"{step} refuses", step, modes=BOTH) for step in STEPS[: PIVOT + 1]),
    # In one transaction nothing is left to be undone.
    *(_in_vain(f"{undo} breaks once", STEPS[PIVOT], breaking={undo: 1}, modes=(True,)) for undo in (*UNDOS, "refused")),
    *(_called_off(f"{step} breaks once", *_GONE, *_SENT_BACK, breaking={step: 1}) for step in STEPS[PIVOT + 1 :]),
]
JOURNEYS = {"attempts": ATTEMPTS, "refunds": REFUNDS, "cancellations": CANCELLATIONS}
