"""The contracts of .importlinter are kept, and each of them catches a deliberate violation."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser, SectionProxy
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.violations import VIOLATIONS, Violation

PUBLIC = {f"contexts.*.{name}" for name in ("dto", "errors", "facade", "signals")}
# A stray module of a flat context, of a split one, of a topic; and a topic that nobody has listed.
UNPLACED = {
    "contexts/shipping/helpers.py": "contexts.shipping.helpers",
    "contexts/billing/helpers.py": "contexts.billing.helpers",
    "contexts/billing/invoices/utils.py": "contexts.billing.invoices.utils",
    "contexts/billing/oddments/__init__.py": "contexts.billing.oddments",
}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the tree with all violations in it."""
    copy = tmp_path_factory.mktemp("tree")
    for package in ("gotuto", "contexts", "config", "sandboxes"):
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
    closed = contract("one-door")["forbidden_modules"].split()
    assert "contexts.*.*.*" in closed, "Whatever stands in a topic is private by itself"
    roots = [path for path in tree.modules() if path.parent.name not in tree.topics(tree.context_of(path))]
    inside = {f"contexts.*.{tree.module_of(path)}" for path in roots if len(tree.dotted(path).split(".")) == 3}
    assert inside - PUBLIC <= set(closed), "A new module of a context: put it behind the door in .importlinter"


def test_every_topic_is_placed() -> None:
    topics = {f"contexts.{context}.{topic}" for context in tree.CONTEXTS for topic in tree.topics(context)}
    assert set(contract("topics")["containers"].split()) == topics


def test_every_part_of_a_topic_has_layers() -> None:
    contracts = ConfigParser()
    contracts.read(tree.ROOT / ".importlinter")
    layered = {part for one in contracts.values() if one.get("exhaustive") for part in one["containers"].split()}
    assert {f"contexts.{part.replace('/', '.')}" for part in tree.parts()} <= layered


def contract(name: str) -> SectionProxy:
    contracts = ConfigParser()
    contracts.read(tree.ROOT / ".importlinter")
    return contracts[f"importlinter:contract:{name}"]


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: f"{violation.module}: {violation.line}")
def test_a_violation_is_caught(violation: Violation, verdict: str) -> None:
    assert violation.caught in section(verdict, violation.contract)


@pytest.mark.parametrize(("module", "named"), UNPLACED.items(), ids=list(UNPLACED))
def test_a_module_that_nobody_has_placed_is_caught(module: str, named: str, tmp_path: Path) -> None:
    for package in ("gotuto", "contexts", "config", "sandboxes"):
        shutil.copytree(tree.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tree.ROOT / ".importlinter", tmp_path)
    (tmp_path / module).parent.mkdir(exist_ok=True)
    (tmp_path / module).touch()
    assert named in lint(tmp_path, "flat-contexts", "billing-topics", "topics")


def lint(directory: Path, *contracts: str) -> str:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", *chosen]
    answer = subprocess.run(program, cwd=directory, capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def section(verdict: str, contract: str) -> str:
    """What was said of one broken contract."""
    broken = verdict.partition("Broken contracts")[2]
    return re.split(r"\n[^\n]+\n-{5,}\n", broken.partition(f"\n{contract}\n---")[2])[0]
