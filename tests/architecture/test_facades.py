"""The doors of the contexts: what one may ask, in which words."""

import dataclasses
import importlib
import inspect
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

from gotuto import ids
from gotuto.address import Address
from gotuto.db import unit_of_work
from gotuto.errors import BusinessError
from gotuto.ids import OrderId
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role
from tests.architecture import tree

PLAIN = {bool, bytes, date, datetime, Decimal, float, int, str, timedelta, type(None), UUID, Any}
KERNEL = {Address, Money, Page, PageRequest, Role}
CONTAINERS = {
    Collection,
    Iterator,
    Literal,
    Mapping,
    Sequence,
    Union,
    dict,
    frozenset,
    list,
    set,
    tuple,
    types.UnionType,
}
VERBS = ("use_cases", "lifecycle", "placement")

# What changes something without being one unit of work, and why.
IN_SEVERAL_UNITS = {
    "billing.mark_overdue_invoices": "takes a batch at a time, so that no lock is held for long",
    "customer.create_staff": "hashes the password before the transaction, which would wait for it",
    "customer.ensure_customer": "hashes the password before the transaction, which would wait for it",
    "customer.ensure_staff": "hashes the password before the transaction, which would wait for it",
    "customer.register_customer": "hashes the password before the transaction, which would wait for it",
    "customer.update_access": "hashes the password before the transaction, which would wait for it",
    "notification.send_one": "the mail leaves between two transactions",
    "order.expire_carts": "takes a batch at a time, so that no lock is held for long",
}


def door(context: str) -> Any:
    return importlib.import_module(f"contexts.{context}.facade")


def asked(context: str) -> list[tuple[str, Callable[..., Any]]]:
    named = [(f"{context}.{name}", getattr(door(context), name)) for name in door(context).__all__]
    return [(name, what) for name, what in named if inspect.isfunction(what)]


FUNCTIONS = [function for context in tree.CONTEXTS for function in asked(context)]
NAMES = [name for name, _ in FUNCTIONS]


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_a_door_is_opened_with_named_arguments(name: str, function: Callable[..., Any]) -> None:
    assert positional(function) == [], f"{name}: make them keyword-only, a caller cannot mix them up then"


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_a_door_speaks_plain_words(name: str, function: Callable[..., Any]) -> None:
    assert strange_words(function, name.split(".")[0]) == []


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_what_changes_something_is_a_unit_of_work(name: str, function: Callable[..., Any]) -> None:
    changes = any(part in VERBS for part in function.__module__.split("."))
    assert is_unit(function) == (changes and name not in IN_SEVERAL_UNITS), f"{name}: @unit_of_work"


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_the_table_of_contents_is_complete_and_in_order(context: str) -> None:
    facade = door(context)
    public = {name for name, value in vars(facade).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert list(facade.__all__) == sorted(public)


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_everything_in_the_table_of_contents_is_explained(context: str) -> None:
    assert unexplained(door(context)) == []


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_a_refusal_has_a_code_of_its_context(context: str) -> None:
    for name in door(context).__all__:
        what = getattr(door(context), name)
        if isinstance(what, type) and issubclass(what, BusinessError):
            assert what.code.startswith(f"{context}.") or what.code == "invalid", f"{context}.{name}: {what.code}"


def test_exceptions_to_the_rule_of_one_unit_still_exist() -> None:
    assert set(IN_SEVERAL_UNITS) <= set(NAMES)


def test_a_careless_door_is_noticed() -> None:
    class Row:
        pass

    def look(order_id: OrderId, *, row: Row, rows: list[Row], when) -> Row:  # type: ignore[no-untyped-def]
        return row

    assert positional(look) == ["order_id"]
    assert [word.split(":")[0] for word in strange_words(look, "order")] == ["row", "rows", "when", "return"]
    assert not is_unit(look)
    assert is_unit(unit_of_work(look))
    assert unexplained(types.SimpleNamespace(__all__=["look"], look=look)) == ["look"]


def positional(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    return [parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.KEYWORD_ONLY]


def strange_words(function: Callable[..., Any], context: str) -> list[str]:
    """Parameters and the result, when they are anything but plain values and this context's DTOs."""
    inner = inspect.unwrap(function)
    hints = get_type_hints(inner, localns=inspect.getclosurevars(inner).nonlocals)
    found = []
    for name in [*inspect.signature(inner).parameters, "return"]:
        strange = _strange(hints[name], context, set()) if name in hints else ["nothing at all"]
        found += [f"{name}: {kind}" for kind in strange]
    return found


def is_unit(function: Callable[..., Any]) -> bool:
    return function.__code__.co_qualname.startswith("unit_of_work.")


def unexplained(facade: Any) -> list[str]:
    return [
        name for name in facade.__all__ if not vars(getattr(facade, name)).get("__doc__", getattr(facade, name).__doc__)
    ]


def _strange(kind: Any, context: str, seen: set[Any]) -> list[str]:
    if kind in PLAIN or kind in KERNEL or kind in seen or isinstance(kind, str | bool | int):
        return []
    if isinstance(kind, NewType):
        return [] if getattr(ids, kind.__name__, None) is kind else [str(kind)]
    if get_origin(kind) is not None:
        parts = [part for part in get_args(kind) if part is not Ellipsis]
        outer = [] if get_origin(kind) in CONTAINERS | KERNEL else [str(kind)]
        return outer + [strange for part in parts for strange in _strange(part, context, seen)]
    if isinstance(kind, type) and kind.__module__ == f"contexts.{context}.dto":
        if issubclass(kind, Enum):
            return []
        if dataclasses.is_dataclass(kind):
            hints = get_type_hints(kind)
            return [strange for hint in hints.values() for strange in _strange(hint, context, seen | {kind})]
    return [str(kind)]
