"""Rules about the text of the sources, each with a deliberate violation that it must catch."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture import tree

EDGES = {"admin", "api", "receivers", "tasks", "urls", "views"}
BELOW_THE_EDGES = {
    "access",
    "cancellation",
    "carriers",
    "credentials",
    "domain",
    "dto",
    "einvoice",
    "entries",
    "errors",
    "event_store",
    "exemptions",
    "facade",
    "facets",
    "gateways",
    "invoicing",
    "line",
    "waiting",
    "lifecycle",
    "limits",
    "locks",
    "models",
    "packing",
    "pdf",
    "placement",
    "projection",
    "queries",
    "reading",
    "rebuilding",
    "reopening",
    "sign_in",
    "signals",
    "statements",
    "unpaid",
    "use_cases",
}
# Where the time cannot be handed in, and why.
ASKS_THE_CLOCK = {
    "contexts/customer/accounts/models.py": "Django's createsuperuser calls the manager and knows no time"
}
_CLOCKS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"monotonic", "perf_counter", "time", "time_ns"},
    "timezone": {"localdate", "localtime", "now"},
}
_ROW_SIGNALS = {"m2m_changed", "post_delete", "post_init", "post_save", "pre_delete", "pre_init", "pre_save"}
_COUNTERS = {"on_hand", "reserved"}

Finder = Callable[[ast.Module], Iterator[ast.AST]]


@dataclass(frozen=True)
class Rule:
    """What holds, why, where, and how a violation is recognised."""

    name: str
    why: str
    holds_for: Callable[[Path], bool]
    find: Finder
    violation: str

    def violations(self) -> list[str]:
        return [
            f"{tree.shown(path, getattr(node, 'lineno', 1))}: {self.why}"
            for path in tree.modules()
            if self.holds_for(path)
            for node in self.find(tree.parsed(path))
        ]


def _tries(module: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Try | ast.TryStar))


def _clocks(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in _CLOCKS.get(_last_name(node.value), set()):
            yield node


def _row_signals(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        imported = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
        used = {node.attr} if isinstance(node, ast.Attribute) else set()
        if _ROW_SIGNALS & (imported | used):
            yield node


def _save_overrides(module: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete"))


def _facade_imports(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            if (node.module or "").endswith(".facade") or "facade" in {alias.name for alias in node.names}:
                yield node
        elif isinstance(node, ast.Import) and any(alias.name.endswith(".facade") for alias in node.names):
            yield node


def _bodies(module: ast.Module) -> Iterator[ast.AST]:
    for node in module.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_contents = isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
        if not (is_docstring or is_contents or isinstance(node, ast.ImportFrom)):
            yield node


def _saved_counters(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.AugAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            yield from (spot for spot in targets if isinstance(spot, ast.Attribute) and spot.attr in _COUNTERS)
        elif isinstance(node, ast.FunctionDef) and "StockItem" in _names(node):
            yield from (call for call in ast.walk(node) if isinstance(call, ast.Attribute) and call.attr == "save")


def _long_reactions(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.decorator_list and len(node.body) - _has_docstring(node) > 2:
            yield node


def _unused_arguments(module: ast.Module) -> Iterator[ast.AST]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            used = {inner.id for part in node.body for inner in ast.walk(part) if isinstance(inner, ast.Name)}
            yield from (argument for argument in node.args.kwonlyargs if argument.arg not in used)


def _has_docstring(node: ast.FunctionDef) -> int:
    return int(ast.get_docstring(node) is not None)


def _names(node: ast.AST) -> set[str]:
    attributes = {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}
    return attributes | {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _in(*modules: str) -> Callable[[Path], bool]:
    return lambda path: tree.module_of(path) in modules


def _asks_no_clock(path: Path) -> bool:
    return tree.module_of(path) in BELOW_THE_EDGES and str(path.relative_to(tree.ROOT)) not in ASKS_THE_CLOCK


def _of_inventory(path: Path) -> bool:
    return tree.context_of(path) == "inventory"


RULES = [
    Rule(
        "edges hold no try",
        "a refusal is translated once per kind of edge, in the kernel; let it pass",
        _in(*EDGES),
        _tries,
        "def get(self, request):\n    try:\n        return billing.get()\n    except NotFound:\n        return None\n",
    ),
    Rule(
        "nothing below the edges asks the clock",
        "take `now` or `today` as an argument",
        _asks_no_clock,
        _clocks,
        "from django.utils import timezone\n\ndef due():\n    return timezone.now()\n",
    ),
    Rule(
        "events are published, not guessed from rows",
        "post_save knows no reason; publish a domain event in the use case",
        lambda path: True,
        _row_signals,
        "from django.db.models.signals import post_save\n",
    ),
    Rule(
        "models hold no rules",
        "a save() of its own hides a rule; it belongs into domain or the use case",
        _in("models"),
        _save_overrides,
        "class Invoice(models.Model):\n    def save(self, **kwargs):\n        self.total = 0\n",
    ),
    Rule(
        "models and queries ask nobody",
        "a query that asks another context is a use case",
        _in("models", "queries"),
        _facade_imports,
        "from contexts.billing import facade as billing\n",
    ),
    Rule(
        "facades have no bodies",
        "the door is a list; the work stands in use_cases or queries",
        _in("facade"),
        _bodies,
        "from contexts.billing.queries import get_invoice\n\ndef latest():\n    return get_invoice()\n",
    ),
    Rule(
        "counters of stock are changed by conditional statements",
        "a counter that is read, changed and saved oversells; use statements.move",
        _of_inventory,
        _saved_counters,
        "def receive(item, quantity):\n    item.on_hand += quantity\n    item.save()\n",
    ),
    Rule(
        "counters of stock are not saved with their row",
        "saving a stock item writes back counters that others have changed since",
        _of_inventory,
        _saved_counters,
        "def rename(sku):\n    item = models.StockItem.objects.get(sku=sku)\n    item.save()\n",
    ),
    Rule(
        "receivers and tasks make one call",
        "what takes more than a call is a use case",
        _in("receivers", "tasks"),
        _long_reactions,
        "@receiver(paid, name='x')\ndef on_paid(event, **_):\n    a = 1\n    b = 2\n    facade.do(a, b)\n",
    ),
    Rule(
        "a use case does something with all that it is given",
        "what is given here is lost without a word; use it, or do not take it",
        _in("use_cases", "lifecycle", "unpaid"),
        _unused_arguments,
        "def update_product(*, name, origin):\n    row.name = name\n",
    ),
]
