"""Test seams: what tests may reach of the kernel's machinery, under names that stay.

A worker is taken apart here: claim a piece of work and do it later, run what is due until nothing is left, put something into
the place of a step, let sagas and queues be others for a while. Nothing of this is used while an instance runs.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from gotuto import wakeups
from gotuto.actions import running
from gotuto.events import DomainEvent, catalogue
from gotuto.imports import working
from gotuto.outbound import calls
from gotuto.outbound.destinations import Destination, destinations
from gotuto.outbound.models import OutboundCall
from gotuto.outbound.statements import statements_of
from gotuto.outbox import apps as outbox
from gotuto.outbox import delivery, retention
from gotuto.outbox.handlers import Handler, handlers
from gotuto.outbox.models import Event
from gotuto.sagas import engine, runs
from gotuto.sagas.definition import Saga, definitions
from gotuto.wakeups import draining

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]

# Claim some of the deliveries that are due; hand one over; run one claimed saga; make one claimed call.
claim_deliveries = delivery._claim_some
deliver = delivery._deliver
finish_delivery = delivery._finish
run_saga = engine._run
make_call = calls._send
# What became of rows of an import is noted by this.
settle_rows = working._settle


def settle_rows_by(settle: Callable[..., None]) -> None:
    """Have what became of rows noted otherwise, in this process, for good."""
    working._settle = settle


# The statements that find what is due, for whoever looks at their plans.
CLAIM_OF_DELIVERIES, CLAIM_OF_SAGAS = delivery._CLAIM, runs._CLAIM_SOME
CLAIM_OF_ACTIONS = running._CLAIM_SOME
CLAIM_OF_IMPORTS = working._CLAIM_SOME
# What a scrape counts, and a batch of the purge.
OPEN_DELIVERIES, DELETE_OF_EVENTS = outbox._OPEN, retention._DELETE


def drain() -> None:
    """Do everything that is due, whatever it leads to; what breaks is raised, as no worker would."""
    while [name for name, do_some in wakeups.queues().items() if do_some()]:
        pass


def claim_call(model: type[OutboundCall], destination: Destination) -> OutboundCall:
    """One due call of a table in the hands of a worker that has yet to make it. Raises ValueError when none is due."""
    held: list[OutboundCall] = []
    calls._do_one(model, [destination], statements_of(model).claim, "", lambda call, _: held.append(call))
    [call] = held
    return call


def told(event_class: type[DomainEvent]) -> list[DomainEvent]:
    """All published events of a kind, in the order of publication."""
    rows = Event.objects.filter(name=event_class.name).order_by("sequence")
    return [catalogue.decode(row.name, row.schema, row.data) for row in rows]


def all_sagas() -> Sequence[Saga[Any]]:
    """Every definition that this process knows."""
    return list(definitions._sagas.values())


@contextmanager
def other_sagas() -> Iterator[None]:
    """Definitions that are made within are forgotten at the end, and those that were replaced come back."""
    kept = definitions._sagas
    definitions._sagas = dict(kept)
    try:
        yield
    finally:
        definitions._sagas = kept


def forget_saga(saga: Saga[Any]) -> None:
    """As if this release did not know the definition."""
    del definitions._sagas[saga.name, saga.version]


def wrap_steps(saga: Saga[Any], wrap: Wrap) -> Saga[Any]:
    """The saga with something around each step, undo and ending; it takes the place of the original."""
    steps = tuple(replace(step, do=wrap(step.do), undo=step.undo and wrap(step.undo)) for step in saga.steps)
    # Making the copy puts it into the place of the original.
    return replace(saga, steps=steps, refused=wrap(saga.refused))


def wrap_handlers(wrap: Callable[[str, Callable[..., None]], Callable[..., None]]) -> None:
    """Put something around each handler, by its name, for the rest of the process."""
    for name, handler in list(handlers._by_name.items()):
        handlers._by_name[name] = Handler(name, handler.event_class, wrap(name, handler.handle))


@contextmanager
def other_destinations(*gone: str) -> Iterator[None]:
    """Without these destinations, and with what is declared within in the place of those of the same name."""
    kept = destinations._by_name
    destinations._by_name = {name: known for name, known in kept.items() if name not in gone}
    try:
        yield
    finally:
        destinations._by_name = kept


@contextmanager
def other_queues() -> Iterator[None]:
    """Queues that are registered within are forgotten at the end."""
    kept = dict(draining._queues)
    try:
        yield
    finally:
        draining._queues.clear()
        draining._queues.update(kept)
