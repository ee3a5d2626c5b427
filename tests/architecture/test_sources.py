"""What stands in the sources, and where."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.rules import ASKS_THE_CLOCK, BELOW_THE_EDGES, EDGES, RULES, Rule, _clocks

COMMON = {
    "README.md",
    "__init__.py",
    "admin.py",
    "apps.py",
    "domain.py",
    "dto.py",
    "errors.py",
    "facade.py",
    "management",
    "migrations",
    "models.py",
    "queries.py",
    "receivers.py",
    "serializers.py",
    "signals.py",
    "tasks.py",
    "templates",
    "urls.py",
    "use_cases.py",
    "views.py",
}
# Django and Celery look for these only where there is something to find; the mails of notification are its only words.
WHERE_NEEDED = {"domain.py", "management", "receivers.py", "signals.py", "tasks.py", "templates"}
EXTRA = {
    "billing": {"billing_sql.py", "gateways"},
    "customer": {"authentication.py", "sign_in.py"},
    "inventory": {"stock_sql.py"},
    "notification": {"gateways.py"},
    "order": {
        "access.py",
        "event_store.py",
        "lifecycle.py",
        "order_sql.py",
        "placement.py",
        "projections.py",
        "rebuilding.py",
    },
    "shipping": {"carriers"},
}
LONGEST = 300
# Words that excuse unfinished or unseen work; written in two halves, so that this list does not find itself.
EXCUSES = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "pragma: " + "no cover"]
EXCUSES_OF_TESTS = ["time." + "sleep(", "pytest." + "skip", "mark." + "skip", "x" + "fail", "unittest." + "mock"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_holds(rule: Rule) -> None:
    assert rule.violations() == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_catches_a_violation(rule: Rule) -> None:
    assert list(rule.find(ast.parse(rule.violation)))


def test_every_module_is_an_edge_or_below() -> None:
    # They parse and render, or are called by Django, and ask what time it is.
    beside = {"apps", "authentication", "management", "serializers"}
    assert {tree.module_of(path) for path in tree.modules()} <= EDGES | BELOW_THE_EDGES | beside


def test_what_is_allowed_to_ask_the_clock_still_does() -> None:
    for path in ASKS_THE_CLOCK:
        assert list(_clocks(tree.parsed(tree.ROOT / path))), f"{path} needs no exception any more"


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_knowing_one_context_is_knowing_seven(context: str) -> None:
    directory = tree.ROOT / "contexts" / context
    assert strange(directory, EXTRA.get(context, set())) == (set(), set())


def test_a_strange_file_in_a_context_is_noticed(tmp_path: Path) -> None:
    for name in COMMON - {"facade.py"}:
        (tmp_path / name).touch()
    (tmp_path / "utils.py").touch()
    assert strange(tmp_path, set()) == ({"utils.py"}, {"facade.py"})


def test_modules_stay_short() -> None:
    for path in tree.sources("contexts", "gotuto", "config"):
        lines = len(path.read_text().splitlines())
        assert lines < LONGEST, f"{tree.shown(path, lines)}: make it a package of the same name"


@pytest.mark.parametrize("word", EXCUSES)
def test_nothing_is_excused(word: str) -> None:
    assert mentions(word, tree.sources("contexts", "gotuto", "config", "tests")) == []


@pytest.mark.parametrize("word", EXCUSES_OF_TESTS)
def test_tests_neither_sleep_nor_skip_nor_pretend(word: str) -> None:
    assert mentions(word, tree.sources("tests")) == []


def test_a_mention_is_found() -> None:
    assert mentions("def mentions(", [Path(__file__)])


def strange(directory: Path, extra: set[str]) -> tuple[set[str], set[str]]:
    """What a context has and should not, and what it should have and has not."""
    found = {path.name for path in directory.iterdir() if path.name != "__pycache__"}
    # A module that grew became a package of the same name.
    modules = {name if name in COMMON | extra or f"{name}.py" not in COMMON else f"{name}.py" for name in found}
    return modules - COMMON - extra, COMMON - WHERE_NEEDED - modules


def mentions(word: str, paths: list[Path]) -> list[str]:
    pattern = re.compile(re.escape(word))
    return [
        tree.shown(path, number)
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]
