"""Mutual exclusion: which sagas must not be at work for one subject at the same time, as a table beside the definitions."""

from collections import defaultdict
from typing import Protocol

_excluded: defaultdict[str, set[str]] = defaultdict(set)


class Named(Protocol):
    @property
    def name(self) -> str: ...


def exclude_each_other(*pairs: tuple[Named, Named]) -> None:
    """Declare pairs of sagas; the second of a pair is refused at its start while the first is open, and the other way round."""
    for one, other in pairs:
        _excluded[one.name].add(other.name)
        _excluded[other.name].add(one.name)


def excluded_by(name: str) -> tuple[str, ...]:
    """The names of the sagas that must not be open when one of this name starts."""
    return tuple(sorted(_excluded[name])) if name in _excluded else ()
