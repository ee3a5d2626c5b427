"""Faults that quote the person behind an order: as an exception, as a refusal, as an error of the database, in a step."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from contexts.order.orders.queries import get_party
from contexts.order.signals import OrderConfirmed, order_confirmed
from gotuto import testing
from gotuto.db import execute
from gotuto.errors import Conflict
from gotuto.ids import OrderId

_seen: set[UUID] = set()


class Known(Conflict):
    code = "indiscreet.known"
    text = "{person} is known already."
    person: str


def install() -> None:
    for name, quote in (("breaks", _breaks), ("refuses", _refuses), ("writes_twice", _writes_twice)):
        order_confirmed.connect(_handler(quote), name=f"indiscreet.{name}")
    for saga in testing.all_sagas():
        testing.wrap_steps(saga, _breaks_once)


def _handler(quote: Callable[[str], None]) -> Callable[..., None]:
    def handle(event: OrderConfirmed, **_: Any) -> None:
        quote(str(get_party(order_id=event.order_id)))

    return handle


def _breaks(person: str) -> None:
    raise ValueError(f"Cannot print {person}.")


def _refuses(person: str) -> None:
    raise Known(person=person)


def _writes_twice(person: str) -> None:
    execute("INSERT INTO auth_group (name) VALUES (%(name)s), (%(name)s)", {"name": person[:150]})


def _breaks_once(step: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(step)
    def act(order: Any, **how: Any) -> Any:
        if step.__name__ == "confirm" and order.id not in _seen:
            _seen.add(order.id)
            raise LookupError(str(get_party(order_id=OrderId(order.id))))
        return step(order, **how)

    return act
