"""The journey of a saga's subject: from the request that starts it, through its steps, to the last event that it hears."""

from collections.abc import Iterator, Sequence

from config.archdoc import endpoints, events, sagas, tree
from config.archdoc.endpoints import RestOperation
from config.archdoc.lanes import Lanes
from config.archdoc.markdown import diagram, table
from config.archdoc.reach import Event, Tell, direct, reach
from config.archdoc.sagas import AnySaga

_PREFACE = """\
# Journeys

Written by `manage.py archdoc` from the tables of the sagas, the functions that their steps call, and the handlers that hear
what comes of it. Solid arrows are calls within one transaction, dashed ones are events: they arrive after the commit, and more
than once if something breaks. What a function does in some cases only is drawn all the same, and an event that nobody hears
is not. Steps that touch nothing but this database share a transaction ([why](../adr/0003-saga-stretches.md)).
"""


def page() -> str:
    """Markdown."""
    lines = [line for saga in _all() for line in _section(saga)]
    return "\n".join([_PREFACE, *lines]).rstrip() + "\n"


def block() -> list[str]:
    """How each saga goes when nothing is refused, for the front page of the repository."""
    return [line for saga in _all() for line in diagram(*_forward(saga))]


def _all() -> list[AnySaga]:
    return [saga for context in tree.names() for saga in sagas.current(context)]


def _section(saga: AnySaga) -> list[str]:
    owner = tree.context_of(saga.refused)
    return [
        f"## `{saga.name}`",
        "",
        f"Its steps, one by one, stand on the [canvas of {owner}](contexts/{owner}.md#sagas).",
        "",
        "### From the request to the last step",
        "",
        *diagram(*_forward(saga)),
        f"### What {owner} hears afterwards",
        "",
        *diagram(*afterwards(owner)),
        "### When a step is refused",
        "",
        "Here by the last step that can be; by an earlier one, only what was done until then is undone.",
        "",
        *diagram(*_backward(saga)),
        "### All events on the way",
        "",
        *table(("event", "says", "heard by"), _told(saga), none="None."),
    ]


def starters(saga: AnySaga) -> list[RestOperation]:
    """The REST operations that start a saga."""
    return [each for each in endpoints.everywhere() if saga.name in reach(each.handle).starts]


def _forward(saga: AnySaga) -> list[str]:
    lanes, owner = Lanes(), tree.context_of(saga.refused)
    for operation in starters(saga):
        lanes.call("client", owner, operation.called)
        lanes.follow(reach(operation.handle))
    lanes.note(owner, f"saga {saga.name}")
    for place, step in enumerate(saga.steps, start=1):
        lanes.note(owner, f"{place}. {step.name}")
        lanes.follow(reach(step.do, saga.subject.append))
    return lanes.lines()


def afterwards(owner: str) -> list[str]:
    """A sequence diagram of all that a context hears, with the REST operations that make it hear it."""
    lanes = Lanes()
    for handler in events.heard_by(owner):
        operations = _publishers(handler.event_class)
        for operation in operations:
            lanes.call("client", operation.context, operation.called)
            lanes.follow(reach(operation.handle))
        if not operations:
            lanes.event(Tell(handler.event_class))
    return lanes.lines()


def _publishers(event: Event) -> list[RestOperation]:
    """The REST operations that make somebody publish an event."""
    return [each for each in endpoints.everywhere() if event in reach(each.handle).tells]


def _backward(saga: AnySaga) -> list[str]:
    lanes, owner = Lanes(), tree.context_of(saga.refused)
    *before, last = saga.refusable
    lanes.note(owner, f"{last.name} is refused")
    for step in reversed(before):
        if step.undo is not None:
            lanes.note(owner, f"undo {step.name}: {step.undo.__name__}")
            lanes.follow(reach(step.undo, saga.subject.append))
    lanes.note(owner, saga.refused.__name__)
    lanes.follow(reach(saga.refused, saga.subject.append))
    return lanes.lines()


def _told(saga: AnySaga) -> Iterator[Sequence[str]]:
    ways = [function for step in saga.steps for function in (step.do, step.undo) if function is not None]
    first = [event for operation in starters(saga) for event in reach(operation.handle).tells]
    found = [*first, *(event for way in [*ways, saga.refused] for event in reach(way, saga.subject.append).tells)]
    for event in dict.fromkeys(found):
        heard = [f"`{each.name}` ({', '.join(direct(each.handle))})" for each in events.hearers(event)]
        yield f"`{event.__name__}`", tree.first_sentence(event), "; ".join(heard)
