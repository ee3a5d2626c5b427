"""What a list can be filtered by, as types: values that must be equal, ranges, and moments since which something changed.

A frozen dataclass holds the filters of a list, all of them None by default. `status: OrderStatus | None` is a filter by
equality; `price: Range[Decimal] | None` has the parameters `price_min` and `price_max`, `placed_at: Period[datetime] | None`
has `placed_at_after` and `placed_at_before`; `updated_since: datetime | None` compares with `updated_at`. What is named by data is
a `Named | None`: `attr.colour=red` is `{"colour": ("red",)}` in the filter `attr`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

F = TypeVar("F")
N = TypeVar("N")
T = TypeVar("T")

# Values by a name that no declaration knows; a parameter that is given twice has two.
Named = dict[str, tuple[str, ...]]

_SINCE = "_since"
_RANGE = {"min", "max"}


@dataclass(frozen=True, kw_only=True)
class Range(Generic[N]):
    """Numbers or amounts of money from `min` to `max`, both included; None leaves that end open."""

    min: N | None = None
    max: N | None = None


@dataclass(frozen=True, kw_only=True)
class Period(Generic[T]):
    """Times or dates from `after` to `before`, both included; None leaves that end open."""

    after: T | None = None
    before: T | None = None


@dataclass(frozen=True)
class Parameter:
    """A query parameter of a list; `price_max` is the end "max" of the filter `price`, and "" is no end."""

    filter: str
    end: str
    kind: Any

    @property
    def name(self) -> str:
        return f"{self.filter}_{self.end}" if self.end else self.filter

    @property
    def is_named(self) -> bool:
        """Whether it stands for all parameters that begin with its name and a dot."""
        return bool(self.kind == Named)

    @property
    def column(self) -> str:
        """What it compares with, unless the list says otherwise."""
        return f"{self.filter.removesuffix(_SINCE)}_at" if self.filter.endswith(_SINCE) else self.filter

    @property
    def operator(self) -> str:
        if self.end in ("min", "after") or self.filter.endswith(_SINCE):
            return ">="
        return "<=" if self.end else "="


def parameters(filters: Any) -> tuple[Parameter, ...]:
    """All query parameters that a class of filters stands for."""
    return _parameters(filters)


@cache
def _parameters(filters: Any) -> tuple[Parameter, ...]:
    hints = get_type_hints(filters, include_extras=True)
    return tuple(parameter for field in fields(filters) for parameter in _of(field.name, hints[field.name]))


def _of(name: str, hint: Any) -> Iterator[Parameter]:
    (kind,) = [argument for argument in get_args(hint) if argument is not NoneType]
    origin = get_origin(kind)
    if origin in (Range, Period):
        (value,) = get_args(kind)
        yield from (Parameter(name, end.name, value) for end in fields(origin))
    else:
        yield Parameter(name, "", kind)


def given(filters: Any) -> Iterator[tuple[Parameter, Any]]:
    """The filters that were given, with their values."""
    for parameter in parameters(type(filters)):
        value = getattr(filters, parameter.filter)
        if parameter.end and value is not None:
            value = getattr(value, parameter.end)
        if value is not None:
            yield parameter, value


def built(filters: type[F], values: Mapping[str, Any]) -> F:
    """The filters of these parameters; the counterpart of `given`."""
    arguments: dict[str, Any] = {}
    ends: dict[str, dict[str, Any]] = {}
    for parameter in parameters(filters):
        if parameter.name in values:
            place = ends.setdefault(parameter.filter, {}) if parameter.end else arguments
            place[parameter.end or parameter.filter] = values[parameter.name]
    for name, limits in ends.items():
        arguments[name] = Range(**limits) if limits.keys() <= _RANGE else Period(**limits)
    return filters(**arguments)
