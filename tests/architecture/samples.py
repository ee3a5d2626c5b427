"""A sample of everything that is stored, made from its type alone.

`python -m tests.architecture.samples` writes the samples that are missing in `golden/`; it never changes one.
"""

import dataclasses
import json
import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from gotuto.events import DomainEvent, catalogue, encode
from gotuto.money import Money

GOLDEN = Path(__file__).parent / "golden"
STREAM = "order.stream"

_PLAIN: dict[Any, Any] = {
    str: "text",
    int: 3,
    bool: True,
    Decimal: Decimal("0.19"),
    UUID: UUID("01934d1c-0000-7000-8000-000000000001"),
    datetime: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    date: date(2026, 3, 2),
    Money: Money.of("12.50", "EUR"),
}


def sample(kind: Any) -> Any:
    """A value of a type that events may carry. Raises TypeError for any other."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, NewType):
        return sample(kind.__supertype__)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: sample(hints[field.name]) for field in dataclasses.fields(kind)})
    if get_origin(kind) in (Union, types.UnionType):
        return sample(next(part for part in get_args(kind) if part is not type(None)))
    if get_origin(kind) is tuple:
        return (sample(get_args(kind)[0]),)
    raise TypeError(f"An event carries ids, money, numbers, texts, times, and tuples of them, but not {kind}.")


def public_events() -> list[type[DomainEvent]]:
    """The events of the contexts; those that the kernel's tests define are not shipped."""
    return [event_class for event_class in catalogue.all() if event_class.__module__.startswith("contexts.")]


def stream_events() -> list[type[Any]]:
    from contexts.order.orders.domain import stream

    return sorted(get_args(stream.OrderEvent), key=lambda event_class: event_class.__name__)


def shipped() -> dict[str, Any]:
    """A sample of every event in its present schema, by the name of its golden file."""
    public = {f"{event_class.name}.{event_class.schema}": sample(event_class) for event_class in public_events()}
    stream = {
        f"{STREAM}.{event_class.__name__}.{event_class.schema}": sample(event_class) for event_class in stream_events()
    }
    return public | stream


def shape(fact: Any) -> Any:
    """A fact as it lies in storage."""
    return json.loads(json.dumps(encode(fact)))


def golden() -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(GOLDEN.glob("*.json"))}


def write_missing() -> list[str]:
    missing = sorted(set(shipped()) - set(golden()))
    for name in missing:
        text = json.dumps(shape(shipped()[name]), indent=2, sort_keys=True)
        (GOLDEN / f"{name}.json").write_text(text + "\n")
    return missing


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print("\n".join(write_missing()) or "Every event has its sample.")  # noqa: T201
