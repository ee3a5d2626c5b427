"""Events: what is written can be read back, also when it was written by an older release."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest

from gotuto import events
from gotuto.events import Catalogue, DomainEvent, UnknownEvent, catalogue, decode, encode
from gotuto.ids import new_id
from gotuto.money import Money
from tests.kernel.toys import NOON, BellRang

PLAIN = {UUID: new_id(), str: "täglich", int: 3, bool: True, Decimal: Decimal("1.50"), datetime: NOON,
         date: date(2026, 3, 2), Money: Money.of("12.50", "EUR")}  # fmt: skip


def sample(kind: Any) -> Any:
    """A value of a type as events use them."""
    kind = getattr(kind, "__supertype__", kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if get_origin(kind) in (tuple, list):
        return (sample(get_args(kind)[0]),)
    if NoneType in get_args(kind):
        return sample(next(part for part in get_args(kind) if part is not NoneType))
    return made(kind)


def made(kind: type) -> Any:
    hints = get_type_hints(kind)
    return kind(**{field.name: sample(hints[field.name]) for field in fields(kind)})


@pytest.mark.parametrize("event_class", catalogue.all(), ids=lambda event_class: event_class.name)
def test_every_event_of_the_catalogue_survives_being_stored(event_class):
    event = made(event_class)
    stored = msgspec.json.decode(msgspec.json.encode(encode(event)))
    assert catalogue.decode(event_class.name, event_class.schema, stored) == event


def test_an_event_is_named_by_its_context_and_in_snake_case():
    assert BellRang.name == "tests.bell_rang"
    assert BellRang.aggregate == "bell_id"


def test_an_event_knows_what_it_happened_to():
    bell = new_id()
    assert BellRang(bell_id=bell, note="c", occurred_at=NOON).aggregate_id == bell


def test_amounts_and_times_are_text_on_the_wire():
    @dataclass
    class Facts:
        price: Money
        at: datetime

    assert encode(Facts(Money.of(1, "EUR"), datetime(2026, 1, 1, tzinfo=UTC))) == {
        "price": {"amount": "1.00", "currency": "EUR"},
        "at": "2026-01-01T00:00:00Z",
    }
    with pytest.raises(msgspec.ValidationError):
        decode(Facts, {"price": 1})


@pytest.fixture
def ladder(monkeypatch):
    """A catalogue of its own with an event of schema 3, which was renamed and counted on its way."""
    own = Catalogue()
    monkeypatch.setattr(events, "catalogue", own)

    @dataclass(frozen=True, kw_only=True)
    class DoorOpened(DomainEvent, aggregate="door_id"):
        schema = 3
        door_id: UUID
        times: int

    @own.upcast(DoorOpened.name, schema=2)
    def counted(data):
        return {**data, "times": 1}

    return own, DoorOpened, counted


def test_an_old_schema_is_lifted_rung_by_rung(ladder):
    own, door_opened, _ = ladder

    @own.upcast(door_opened.name, schema=1)
    def renamed(data):
        return {"door_id": data["id"], "occurred_at": data["occurred_at"]}

    door = new_id()
    event = own.decode(door_opened.name, 1, {"id": str(door), "occurred_at": "2026-03-02T12:00:00Z"})
    assert event == door_opened(door_id=door, times=1, occurred_at=NOON)


def test_a_missing_rung_and_a_schema_of_tomorrow_are_unknown(ladder):
    own, door_opened, _ = ladder
    with pytest.raises(UnknownEvent, match="schema 1 has no upcaster"):
        own.decode(door_opened.name, 1, {})
    with pytest.raises(UnknownEvent, match="knows up to 3"):
        own.decode(door_opened.name, 4, {})


def test_an_event_that_nobody_declared_is_unknown():
    with pytest.raises(UnknownEvent, match=r"tests\.silence"):
        catalogue.decode("tests.silence", 1, {})


def test_two_events_of_one_name_refuse_to_start(ladder):
    own, door_opened, _ = ladder
    own.add(door_opened)
    impostor = type("DoorOpened", (), {"name": door_opened.name})
    with pytest.raises(TypeError, match="Two events"):
        own.add(impostor)


def test_the_context_of_a_class_is_its_package():
    assert events.context_of(catalogue.all()[0]) in catalogue.all()[0].name
    assert events.context_of(DomainEvent) == "gotuto"
