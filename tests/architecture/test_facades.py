"""The two doors of a context: the facade for other contexts, use cases and queries for its own edges."""

import ast
import dataclasses
import importlib
import importlib.util
import inspect
import types
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from msgspec import UnsetType

from contexts.order.access import STAFF, Viewer
from gotuto import ids
from gotuto.address import Address
from gotuto.db import unit_of_work
from gotuto.errors import BusinessError
from gotuto.events import DomainEvent
from gotuto.filters import Period, Range
from gotuto.ids import OrderId
from gotuto.modules import modules
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role
from gotuto.sagas import Saga
from gotuto.tax_classes import TaxClass
from tests.architecture import tree

# UnsetType is what was left out, where None clears.
PLAIN = {UnsetType, bool, bytes, date, datetime, Decimal, float, int, str, timedelta, type(None), UUID, Any}
KERNEL = {Address, Money, Page, PageRequest, Role, TaxClass}
CONTAINERS = {
    Container,
    Collection,
    Iterator,
    Literal,
    Mapping,
    Period,
    Range,
    Sequence,
    Union,
    dict,
    frozenset,
    list,
    set,
    tuple,
    types.UnionType,
}
VERBS, QUESTIONS = ("use_cases", "lifecycle", "placement", "unpaid"), ("queries",)

_BATCHES = "takes a batch at a time, so that no lock is held for long"
# What changes something without being one unit of work, and why.
_IN_BATCHES = (
    "billing.delete_old_documents billing.lift_payments billing.make_documents billing.mark_overdue_invoices "
    "billing.run_dunning catalog.begin_ledger catalog.complete catalog.complete_all catalog.make_forms "
    "catalog.clean_files catalog.make_thumbnails catalog.rewrite catalog.switch_prices inventory.begin_valuation inventory.end_valuation "
    "inventory.show_all_in_catalogue order.expire_carts"
)
IN_SEVERAL_UNITS = dict.fromkeys(_IN_BATCHES.split(), _BATCHES) | {
    "billing.begin_at_gateway": "calls the gateway, outside of any transaction",
    "billing.import_statement": "a file is stored whole, and then booked a batch at a time",
    "billing.match_lines": "takes a batch at a time, so that no invoice is locked for long",
    "billing.read_document": "reads, and its note that a mail was read must not keep the reader from the document",
    "catalog.add_image": "writes a file, which is noted in a unit of its own before",
    "catalog.create_products": "each product stands or falls by itself",
    "catalog.fill_engine": "tells a server, outside of any transaction",
    "catalog.look_for_products": "reads, and what it notes of a question that found nothing is a unit of its own",
    "catalog.tell_engine": "tells a server, outside of any transaction",
    "customer.create_staff": "hashes the password before the transaction, which would wait for it",
    "customer.ensure_customer": "hashes the password before the transaction, which would wait for it",
    "customer.ensure_staff": "hashes the password before the transaction, which would wait for it",
    "customer.register_customer": "hashes the password before the transaction, which would wait for it",
    "customer.replace_password": "hashes the password before the transaction, which would wait for it",
    "customer.update_own_account": "hashes the password before the transaction, which would wait for it",
    "customer.update_access": "hashes the password before the transaction, which would wait for it",
    "order.end_unpaid_orders": "takes an order at a time, so that no payment waits for long",
    "inventory.availability": "changes nothing; it asks the catalogue, which is not for queries",
    "shipping.picking_list": "changes nothing; it asks inventory, which is not for queries",
    "order.price_cart": "changes nothing; it asks billing, which is not for queries",
    "order.overdue_orders": "reads a batch at a time for whoever ends them",
}


# What no other context calls yet, and why it is promised all the same.
PROMISED: dict[str, str] = {}


def door(context: str) -> Any:
    return importlib.import_module(f"contexts.{context}.facade")


def asked(context: str) -> list[tuple[str, Callable[..., Any]]]:
    """Every public use case and query, wherever it stands."""
    places = [path for path in tree.modules() if tree.context_of(path) == context]
    found = [importlib.import_module(tree.dotted(path)) for path in places if tree.module_of(path) in VERBS + QUESTIONS]
    return [
        (f"{context}.{name}", what)
        for module in found
        for name, what in vars(module).items()
        if inspect.isfunction(what) and what.__module__ == module.__name__ and not name.startswith("_")
        if what not in steps_of(module) and name not in names_declared(context)
    ]


def names_declared(context: str) -> set[str]:
    """The functions by which the back office calls things by name; it calls them, and nobody else."""
    [module] = [module for module in modules() if module.label == context]
    paths = [path for names in module.names for path in (names.called, names.found) if path]
    return {path.rpartition(".")[2] for path in paths}


def steps_of(module: Any) -> set[Any]:
    """The functions of the sagas in a module; the engine calls them, and nobody else."""
    sagas = [what for what in vars(module).values() if isinstance(what, Saga)]
    parts = [part for saga in sagas for part in (saga, *saga.steps)]
    return {what for part in parts for what in vars(part).values() if inspect.isfunction(what)}


def calls_between(contexts: Collection[str]) -> dict[str, set[str]]:
    """What is asked of each context's facade by another one: names after `facade as NAME`."""
    asked_of: dict[str, set[str]] = {context: set() for context in contexts}
    for path in tree.modules():
        parsed = tree.parsed(path)
        aliases = {
            alias.asname or alias.name: (node.module or "").split(".")[1]
            for node in ast.walk(parsed)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contexts.")
            for alias in node.names
            if alias.name == "facade"
        }
        for node in ast.walk(parsed):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                asked_of[aliases[node.value.id]].add(node.attr)
        own = tree.context_of(path)
        assert own not in aliases.values(), f"{tree.shown(path, 1)}: call your own use cases, the facade is for others"
    return asked_of


FUNCTIONS = [function for context in tree.CONTEXTS for function in asked(context)]
NAMES = [name for name, _ in FUNCTIONS]


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_a_door_is_opened_with_named_arguments(name: str, function: Callable[..., Any]) -> None:
    assert positional(function) == [], f"{name}: make them keyword-only, a caller cannot mix them up then"


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_nobody_sees_everything_by_default(name: str, function: Callable[..., Any]) -> None:
    assert forgettable(function) == [], f"{name}: whoever leaves it out must not see more; let every caller say it"


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_a_door_speaks_plain_words(name: str, function: Callable[..., Any]) -> None:
    assert strange_words(function, name.split(".")[0]) == []


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_what_changes_something_is_a_unit_of_work(name: str, function: Callable[..., Any]) -> None:
    changes = any(part in VERBS for part in function.__module__.split("."))
    assert is_unit(function) == (changes and name not in IN_SEVERAL_UNITS), f"{name}: @unit_of_work"


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=NAMES)
def test_what_may_be_asked_is_explained(name: str, function: Callable[..., Any]) -> None:
    assert function.__doc__, f"{name}: say in a sentence what it does, then what it raises"


def test_a_facade_holds_what_another_context_calls_and_nothing_else() -> None:
    asked_of = calls_between(tree.CONTEXTS)
    for context in tree.CONTEXTS:
        promised = {name.partition(".")[2] for name in PROMISED if name.startswith(f"{context}.")}
        offered = set(door(context).__all__) - {"errors"}
        assert offered == (asked_of[context] | promised) - {"errors"}, f"{context}: what nobody calls is no promise"


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_a_facade_offers_use_cases_and_queries_and_the_errors(context: str) -> None:
    facade = door(context)
    public = {name for name in vars(facade) if not name.startswith("_")}
    assert list(facade.__all__) == sorted(public)
    functions = dict(asked(context))
    assert {f"{context}.{name}" for name in facade.__all__} - {f"{context}.errors"} <= set(functions)


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_the_root_hands_out_every_event_and_refusal_of_its_topics(context: str) -> None:
    for module, base in (("errors", BusinessError), ("signals", DomainEvent)):
        if importlib.util.find_spec(f"contexts.{context}.{module}") is None:
            continue
        root = vars(importlib.import_module(f"contexts.{context}.{module}"))
        for topic in tree.topics(context):
            if importlib.util.find_spec(f"contexts.{context}.{topic}.{module}") is None:
                continue
            inner = importlib.import_module(f"contexts.{context}.{topic}.{module}")
            own = {name for name, what in vars(inner).items() if getattr(what, "__module__", "") == inner.__name__}
            own = {
                name
                for name in own
                if isinstance(getattr(inner, name), type) and issubclass(getattr(inner, name), base)
            }
            assert own <= set(root), f"contexts/{context}/{module}.py: re-export {sorted(own - set(root))}"


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_a_refusal_has_a_code_of_its_context(context: str) -> None:
    for what in vars(importlib.import_module(f"contexts.{context}.errors")).values():
        if isinstance(what, type) and issubclass(what, BusinessError) and what.__module__.startswith("contexts."):
            assert what.code.startswith(f"{context}.") or what.code == "invalid", f"{context}.{what}: {what.code}"


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


def test_a_door_that_opens_by_default_is_noticed() -> None:
    def look(
        *, viewer: str = "staff", who: Viewer = STAFF, of_customer: str | None = None, for_sale_only: bool = False
    ) -> None: ...

    def look_closely(*, viewer: Viewer, of_customer: str | None, name: str | None = None) -> None: ...

    assert forgettable(look) == ["viewer", "who", "of_customer", "for_sale_only"]
    assert forgettable(look_closely) == []


def forgettable(function: Callable[..., Any]) -> list[str]:
    """Parameters that decide what may be seen, and have a default."""
    return [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if (name == "viewer" or name.startswith("of_") or name.endswith("_only") or parameter.annotation is Viewer)
        and parameter.default is not inspect.Parameter.empty
    ]


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


def _strange(kind: Any, context: str, seen: set[Any]) -> list[str]:
    if kind in PLAIN or kind in KERNEL or kind in seen or isinstance(kind, str | bool | int):
        return []
    if isinstance(kind, NewType):
        return [] if getattr(ids, kind.__name__, None) is kind else [str(kind)]
    if get_origin(kind) is not None:
        parts = [part for part in get_args(kind) if part is not Ellipsis]
        outer = [] if get_origin(kind) in CONTAINERS | KERNEL else [str(kind)]
        return outer + [strange for part in parts for strange in _strange(part, context, seen)]
    if isinstance(kind, type) and kind.__module__.split(".")[:2] == ["contexts", context] and _is_plain_data(kind):
        if issubclass(kind, Enum):
            return []
        if dataclasses.is_dataclass(kind):
            hints = get_type_hints(kind).values()
            return [strange for hint in hints for strange in _strange(hint, context, seen | {kind})]
    return [str(kind)]


def _is_plain_data(kind: type) -> bool:
    return kind.__module__.rpartition(".")[2] in ("dto", "access")
