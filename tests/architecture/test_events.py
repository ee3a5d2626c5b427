"""Events live longer than the release that wrote them: each survives storage, and every shape ever shipped can be read."""

import dataclasses
import importlib
from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contexts.order.orders.domain import stream
from gotuto.events import DomainEvent, UnknownEvent, catalogue, decode
from gotuto.money import Money
from gotuto.outbox.signals import DomainSignal
from tests.architecture import samples, tree

WRITE = "write it with: .venv/bin/python -m tests.architecture.samples"
EVENTS = [*samples.public_events(), *samples.stream_events()]
GOLDEN = samples.golden()

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
st.register_type_strategy(Money, st.builds(Money.of, amounts, st.just("EUR")))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=4))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@pytest.mark.parametrize(
    "event_class", EVENTS, ids=lambda event_class: f"{event_class.__module__}.{event_class.__name__}"
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None)
@given(data=st.data())
def test_an_event_survives_storage(event_class: type[Any], data: st.DataObject) -> None:
    event = data.draw(st.from_type(event_class))
    assert decode(event_class, samples.shape(event)) == event


@pytest.mark.parametrize("name", sorted(samples.shipped()))
def test_the_shape_of_an_event_is_the_one_that_was_shipped(name: str) -> None:
    assert differences(name, samples.shape(samples.shipped()[name]), GOLDEN) == ""


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_every_shape_ever_shipped_can_be_read(name: str) -> None:
    assert read(name, GOLDEN[name]) is not None


def test_a_changed_shape_is_noticed() -> None:
    name = "billing.payment_received.1"
    shape = samples.shape(samples.shipped()[name])
    assert "raise its `schema`" in differences(name, {**shape, "payer": "text"}, GOLDEN)
    assert WRITE in differences("billing.payment_refunded.1", shape, GOLDEN)


def test_a_shape_that_nobody_can_read_any_more_is_noticed() -> None:
    with pytest.raises(UnknownEvent):
        read("billing.payment_refunded.1", {})
    with pytest.raises(UnknownEvent):
        read("order.stream.OrderFrozen.1", {})


def test_an_event_says_what_happened() -> None:
    for event_class in samples.public_events():
        # A dataclass without a docstring gets its signature for one.
        said = not (event_class.__doc__ or "").startswith(f"{event_class.__name__}(")
        assert said, f"{event_class.name}: say in one sentence what has happened"
        assert event_class.aggregate in {field.name for field in dataclasses.fields(event_class)}


def test_every_event_has_a_signal_that_wears_its_name() -> None:
    for event_class in samples.public_events():
        context, name = event_class.name.split(".")
        signals = importlib.import_module(f"contexts.{context}.signals")
        assert isinstance(getattr(signals, name, None), DomainSignal), f"{event_class.name}: {name} = DomainSignal(…)"
        assert getattr(signals, name).event_class is event_class


def test_events_carry_no_personal_data() -> None:
    personal = {"address", "email", "name", "phone", "password", "token"}
    for event_class in samples.public_events():
        # What a product or a category is called is nobody's secret.
        if not event_class.name.startswith("catalog."):
            carried = personal & {field.name for field in dataclasses.fields(event_class)}
            assert not carried, f"{event_class.name}: carry the id; whoever needs {carried} asks the facade"


def test_all_events_are_known_to_this_test() -> None:
    with_signals = {context for context in tree.CONTEXTS if find_spec(f"contexts.{context}.signals")}
    assert {event_class.name.split(".")[0] for event_class in samples.public_events()} == with_signals


def differences(name: str, shape: Any, known: dict[str, Any]) -> str:
    """What is wrong with a shape, and what to do; nothing when it is as it was shipped."""
    if name not in known:
        return f"{name} has no golden sample; {WRITE}"
    if known[name] != shape:
        return (
            f"The shape of {name} has changed, and events that are stored could not be read: raise its `schema`, "
            f"register an upcaster from the old one, keep the old sample, and for the new one {WRITE}"
        )
    return ""


def read(name: str, data: Any) -> DomainEvent | stream.OrderEvent:
    event, _, schema = name.rpartition(".")
    if event.startswith(samples.STREAM):
        return stream.unpack(event.rpartition(".")[2], int(schema), data)
    return catalogue.decode(event, int(schema), data)
