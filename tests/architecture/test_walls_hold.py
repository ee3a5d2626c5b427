"""The contracts of .importlinter are kept, and each of them catches a deliberate violation."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import tree


@dataclass(frozen=True)
class Violation:
    """A line that somebody might write in a hurry, and what the linter says of it."""

    contract: str
    module: str
    line: str
    caught: str


VIOLATIONS = [
    Violation(
        "Settings know contexts, contexts know the kernel, the kernel knows nobody",
        "gotuto/wakeups/draining.py",
        "from contexts.catalog import dto",
        "gotuto.wakeups.draining -> contexts.catalog.dto",
    ),
    Violation(
        "Contexts depend on each other in one direction only",
        "contexts/billing/receivers.py",
        "from contexts.order.signals import order_confirmed",
        "contexts.billing.receivers -> contexts.order.signals",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/order/placement.py",
        "from contexts.billing.models import Invoice",
        "contexts.order.placement -> contexts.billing.models",
    ),
    Violation(
        "A context is entered by its facade, dto, signals and errors only",
        "contexts/shipping/use_cases.py",
        "from contexts.inventory import stock_sql",
        "contexts.shipping.use_cases -> contexts.inventory.stock_sql",
    ),
    Violation(
        "Inside a context, Django's edges rest on the facade and the facade on the domain",
        "contexts/billing/domain.py",
        "from contexts.billing import signals, use_cases",
        "contexts.billing.domain -> contexts.billing.use_cases",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/shipping/domain.py",
        "from django.conf import settings",
        "contexts.shipping.domain -> django",
    ),
    Violation(
        "The domain is plain Python",
        "contexts/catalog/dto.py",
        "from gotuto import money_fields",
        "contexts.catalog.dto -> gotuto.money_fields",
    ),
    Violation(
        "No cycles anywhere",
        "gotuto/http/rendering.py",
        "from gotuto.http import problems",
        "No cycles are allowed in gotuto.http",
    ),
    Violation(
        "Models and queries never call another context",
        "contexts/order/queries.py",
        "from contexts.billing import facade as billing",
        "contexts.order.queries -> contexts.billing.facade",
    ),
    Violation(
        "Views, tasks and receivers hold no ORM",
        "contexts/catalog/views.py",
        "from contexts.catalog import models",
        "contexts.catalog.views -> contexts.catalog.models",
    ),
    Violation(
        "Ids, money, errors and events are plain Python",
        "gotuto/money.py",
        "from django.db import models",
        "gotuto.money -> django",
    ),
    Violation(
        "The runtime starts programs by name and knows no Django",
        "gotuto/runtime/supervisor.py",
        "from gotuto.outbox import publication",
        "gotuto.runtime.supervisor -> gotuto.outbox.publication",
    ),
]
PUBLIC = {f"contexts.*.{name}" for name in ("dto", "errors", "facade", "signals")}
UNKNOWN_MODULE = "contexts/shipping/helpers.py"


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the tree with all violations in it."""
    copy = tmp_path_factory.mktemp("tree")
    for package in ("gotuto", "contexts", "config"):
        shutil.copytree(tree.ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / ".importlinter", copy)
    for violation in VIOLATIONS:
        with (copy / violation.module).open("a") as source:
            source.write(f"\n{violation.line}\n")
    return lint(copy)


def test_the_contracts_are_kept() -> None:
    verdict = lint(tree.ROOT)
    assert " 0 broken." in verdict, verdict


def test_every_contract_has_a_violation() -> None:
    contracts = re.findall(r"^name = (.+)$", (tree.ROOT / ".importlinter").read_text(), re.MULTILINE)
    assert {violation.contract for violation in VIOLATIONS} == set(contracts)


def test_every_module_but_the_public_ones_is_behind_the_door() -> None:
    contracts = ConfigParser()
    contracts.read(tree.ROOT / ".importlinter")
    closed = contracts["importlinter:contract:one-door"]["forbidden_modules"].split()
    inside = {f"contexts.*.{tree.module_of(path)}" for path in tree.modules()} - PUBLIC
    assert inside <= set(closed), "A new module of a context: put it behind the door in .importlinter"


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: f"{violation.module}: {violation.line}")
def test_a_violation_is_caught(violation: Violation, verdict: str) -> None:
    assert violation.caught in section(verdict, violation.contract)


def test_a_module_that_nobody_has_placed_is_caught(tmp_path: Path) -> None:
    for package in ("gotuto", "contexts", "config"):
        shutil.copytree(tree.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / ".importlinter", tmp_path)
    (tmp_path / UNKNOWN_MODULE).touch()
    assert "contexts.shipping.helpers" in lint(tmp_path, "layers-inside")


def lint(directory: Path, *contracts: str) -> str:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", *chosen]
    answer = subprocess.run(program, cwd=directory, capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def section(verdict: str, contract: str) -> str:
    """What was said of one broken contract."""
    broken = verdict.partition("Broken contracts")[2]
    return re.split(r"\n[^\n]+\n-{5,}\n", broken.partition(f"\n{contract}\n---")[2])[0]
