"""Handlers have names that are stored: two of one name, or one that expects another event, refuse to start."""

from datetime import datetime

import pytest

from gotuto.outbox import receiver
from gotuto.outbox.handlers import handlers
from tests.kernel.toys import BellRang, EchoHeard, bell_rang

pytestmark = pytest.mark.django_db


def test_two_handlers_of_one_name_refuse_to_start(listeners):
    listeners.connect("toys.first")

    def impostor(event: BellRang, *, now: datetime, **_: object) -> None: ...

    with pytest.raises(TypeError, match=r"Two handlers are called 'toys\.first'"):
        bell_rang.connect(impostor, name="toys.first")


def test_a_handler_of_the_same_name_in_another_module_refuses_too(listeners):
    def on_bell(event: BellRang, *, now: datetime, **_: object) -> None: ...

    def other(event: BellRang, *, now: datetime, **_: object) -> None: ...

    other.__qualname__, other.__module__ = on_bell.__qualname__, "elsewhere"
    receiver(bell_rang, name="toys.on_bell")(on_bell)
    try:
        with pytest.raises(TypeError, match="Two handlers"):
            receiver(bell_rang, name="toys.on_bell")(other)
    finally:
        handlers.disconnect("toys.on_bell")


def test_a_module_that_is_loaded_again_connects_its_handler_anew():
    def load():
        @receiver(bell_rang, name="toys.reloaded")
        def on_bell(event: BellRang, *, now: datetime, **_: object) -> None: ...

    load()
    load()
    assert handlers.names_for(BellRang).count("toys.reloaded") == 1
    handlers.disconnect("toys.reloaded")


def test_a_handler_that_expects_another_event_is_refused():
    def on_echo(event: EchoHeard, *, now: datetime, **_: object) -> None: ...

    def on_anything(event, **_): ...

    for handle in (on_echo, on_anything):
        with pytest.raises(TypeError, match="was connected to BellRang"):
            bell_rang.connect(handle, name="toys.wrong")
    assert "toys.wrong" not in handlers.names()
