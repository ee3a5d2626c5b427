"""Domain events between contexts: the map of the outbox, without those that the machinery tells itself."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from config.archdoc import tree
from config.archdoc.reach import Event
from gotuto.events import catalogue
from gotuto.outbox import mapping
from gotuto.outbox.handlers import Handler, handlers


@cache
def published() -> list[mapping.Published]:
    """Every event of a context, with those of its hearers that are contexts."""
    known = tree.names()
    return [
        replace(each, handlers=[name for name in each.handlers if name.partition(".")[0] in known])
        for each in mapping.published()
        if each.told_by in known
    ]


def of(context: str) -> list[mapping.Published]:
    return [each for each in published() if each.told_by == context]


def heard_by(context: str) -> Iterator[Handler]:
    """The handlers of a context, in the order in which its `receivers.py` has them."""
    found = {name for each in published() for name in each.handlers if name.partition(".")[0] == context}
    yield from sorted(map(handlers.get, found), key=lambda each: each.handle.__code__.co_firstlineno)


def hearers(event: Event) -> list[Handler]:
    """The handlers of an event, by name."""
    return [handlers.get(name) for each in published() if each.name == event.name for name in each.handlers]


def says(name: str) -> str:
    """The first sentence about an event."""
    return next(tree.first_sentence(each) for each in catalogue.all() if each.name == name)
