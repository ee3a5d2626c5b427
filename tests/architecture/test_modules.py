"""What modules declare: it speaks of their own tables, fits together, and the kernel names none of it."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from config import navigation
from config.celery import app as celery_app
from gotuto.claimable import Claimable
from gotuto.http import operations
from gotuto.modules import Figure, ModuleConfig, modules
from gotuto.outbound import models as outbound
from tests import guard
from tests.architecture import tree

MODULES = [pytest.param(module, id=module.label) for module in modules()]
# Roles of staff are named after what they may change, and every context asks for one.
# And so is who asks: somebody who buys has an id of their own.
NAMED_IN_THE_KERNEL = {
    ("gotuto/roles.py", "catalog"),
    ("gotuto/roles.py", "billing"),
    ("gotuto/http/access.py", "customer_id"),
}


def statements(module: ModuleConfig) -> Iterator[str]:
    yield from (figure.number for figure in module.figures)
    yield from (chart.select for chart in module.charts)
    yield from (told.select for told in module.gauges)
    yield from (lag.select for lag in module.lags)
    yield from (path.read_text() for path in Path(module.path).glob("invariants/*.sql"))


def foreign(module: ModuleConfig) -> set[str]:
    """The contexts whose tables a module's declarations speak of, without itself."""
    own = {module.label}
    if module.label == outbound.Breaker._meta.app_label:
        # Outbound calls are told of in all tables that wear the kernel's model.
        own |= {model._meta.app_label for model in outbound.wearers()}
    return {owner for statement in statements(module) for owner in guard.owners(statement)} - own


@pytest.mark.parametrize("module", MODULES)
def test_declared_sql_speaks_of_the_modules_own_tables(module: ModuleConfig) -> None:
    assert foreign(module) == set()


def test_a_figure_of_somebody_elses_tables_would_be_found() -> None:
    class Curious(ModuleConfig):
        name = label = "shipping"
        path = ""
        figures = (
            Figure(1, "", "", "SELECT count(*) FROM order_order JOIN billing_invoice USING (id)", "order_order"),
        )

    assert foreign(Curious("shipping", ast)) == {"order", "billing"}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stands_in_sections_of_the_menu_and_shows_pages_that_there_are(module: ModuleConfig) -> None:
    assert {item.section for item in module.menu} <= set(navigation.SECTIONS)
    for model in {item.model for item in module.menu} | {figure.model for figure in module.figures}:
        assert reverse(f"admin:{model}_changelist")


def without_lag(models: Iterable[type[Claimable]]) -> list[str]:
    """Tables of due work that readiness would never name, however late it is."""
    looked_at = " ".join(lag.select for module in modules() for lag in module.lags)
    return [model._meta.db_table for model in models if not re.search(rf"\b{model._meta.db_table}\b", looked_at)]


def test_readiness_looks_at_every_table_of_due_work() -> None:
    wearing = [model for model in apps.get_models() if issubclass(model, Claimable)]
    assert len(wearing) >= 4
    assert without_lag(wearing) == []


def test_a_table_that_nobody_looks_at_would_be_found() -> None:
    class Toy(Claimable):
        class Meta:
            app_label = "toys"

    assert without_lag([Toy]) == ["toys_toy"]


def test_nothing_stands_twice() -> None:
    for of in ("beat", "resources", "gauges_of", "menu"):
        names = list(_names(of))
        assert len(names) == len(set(names)), of


def _names(of: str) -> Iterator[object]:
    for module in modules():
        if of == "menu":
            yield from ((item.section, item.place) for item in module.menu)
        elif of == "gauges_of":
            yield from ((gauge.name, told.select) for told in module.gauges for gauge in told.gauges)
        else:
            yield from (each.name for each in getattr(module, of))


def test_beat_calls_tasks_that_there_are() -> None:
    celery_app.loader.import_default_modules()

    assert {entry["task"] for entry in celery_app.conf.beat_schedule.values()} <= celery_app.tasks.keys()
    assert {each.name for module in modules() for each in module.beat} <= celery_app.conf.beat_schedule.keys()


def test_every_rate_that_is_counted_is_declared_and_can_be_set() -> None:
    declared = {rate for module in modules() for rate in module.rates}

    assert declared == set(settings.GOTUTO_RATES)
    assert {rate for module in modules() for rate in module.rates_by_address} <= declared
    assert set(_counted(tree.sources("gotuto", "contexts", "config"))) <= declared


_LIMITS = ("limit", "guest_limit")


def _counted(paths: Iterable[Path]) -> Iterator[str]:
    """The scopes that operations and forms count by."""
    for path in paths:
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Call):
                scopes = [word.value for word in node.keywords if word.arg in _LIMITS] if _is_operation(node) else []
                scopes += node.args[:1] if ast.unparse(node.func).endswith("limits.check") else []
                yield from (each.value for each in scopes if isinstance(each, ast.Constant) and each.value)


def _is_operation(node: ast.Call) -> bool:
    return ast.unparse(node.func).endswith(operations.operation.__name__)


def test_every_token_that_guests_show_is_guarded_by_the_web_server() -> None:
    headers = [header for module in modules() for header in module.token_headers]

    assert [header for header in headers if not re.fullmatch(r"X-([A-Z][a-z]+-)+Token", header)] == []


def names_of_contexts(text: str) -> Iterator[str]:
    """Constants of a module of the kernel, but its docstrings, that name a context, its table, its path or its header."""
    module = ast.parse(text)
    # A text that stands alone is a docstring.
    words = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            yield from (node.value for pattern in PATTERNS if pattern.search(node.value))


def _patterns() -> Iterator[str]:
    ours = [module for module in modules() if module.label in tree.CONTEXTS]
    yield from (rf"^{module.label}$|\b{module.label}\.\w" for module in ours)
    yield from (rf"\b{model._meta.db_table}\b" for module in ours for model in module.get_models())
    yield from (rf"/{resource.name}/" for module in ours for resource in module.resources)
    yield from (rf"^{field}$" for module in ours for resource in module.resources for field in resource.named_by)
    yield from (header for module in ours for header in module.token_headers)
    yield from (header.upper().replace("-", "_") for module in ours for header in module.token_headers)


PATTERNS = [re.compile(pattern) for pattern in _patterns()]


def test_the_kernel_names_no_context() -> None:
    found = {
        (str(path.relative_to(tree.ROOT)), name)
        for path in tree.sources("gotuto")
        for name in names_of_contexts(path.read_text())
    }
    assert found == NAMED_IN_THE_KERNEL


@pytest.mark.parametrize(
    "line",
    [
        'LISTS = ("orders", "order")',
        'page = f"/api/v1/orders/{key}/"',
        'token = headers.get("X-Cart-Token")',
        'key = "HTTP_X_ORDER_TOKEN"',
        'saga = "order.placement"',
        'count = "SELECT count(*) FROM billing_invoice"',
        'fields = {"cart_id": "carts"}',
    ],
)
def test_a_name_in_the_kernel_would_be_found(line: str) -> None:
    assert list(names_of_contexts(line))


def test_a_docstring_may_give_an_example() -> None:
    assert not list(names_of_contexts('def page(name):\n    """Such as order.placement, at /orders/."""\n'))


def side_by_side(root: Path) -> list[str]:
    """Modules beside a folder of the same name: which of the two is meant?"""
    found = (path for folder in ("gotuto", "contexts", "config") for path in sorted((root / folder).rglob("*.py")))
    return [str(path.relative_to(root)) for path in found if path.with_suffix("").is_dir()]


def test_no_module_stands_beside_a_folder_of_its_name(tmp_path: Path) -> None:
    assert side_by_side(tree.ROOT) == []

    (tmp_path / "config" / "seeding").mkdir(parents=True)
    (tmp_path / "config" / "seeding.py").touch()
    assert side_by_side(tmp_path) == ["config/seeding.py"]
