"""What stands in the sources, and where."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.rules import ASKS_THE_CLOCK, BELOW_THE_EDGES, EDGES, RULES, Rule, _clocks

# What every context has at its root, whether it is flat or split into topics.
ROOT = {
    "README.md",
    "__init__.py",
    "admin.py",
    "apps.py",
    "dto.py",
    "errors.py",
    "facade.py",
    "migrations",
    "models.py",
    "urls.py",
}
# These are looked for only where there is something to find; the mails of notification are its only words.
WHERE_NEEDED = {"invariants", "management", "gateways.py", "receivers.py", "signals.py", "tasks.py", "templates"}
# A flat context has its one topic at its root.
FLAT = {"queries.py", "use_cases.py", "views.py"}
FLAT_WHERE_NEEDED = {"domain.py", "gateways.py", "serializers.py", "statements.py"}
EXTRA = {
    "customer": {"authentication.py", "sign_in.py"},
    "order": {
        "access.py",
        "api.py",
        "cancellation.py",
        "invoicing.py",
        "rebuilding.py",
        "waiting.py",
        "lifecycle.py",
        "packing.py",
        "placement.py",
        "unpaid.py",
    },
    "shipping": {"carriers"},
}
# Beyond this a context is split, once and wholly; beyond that a topic is two.
MODULES_OF_A_FLAT_CONTEXT = 20
MODULES_OF_A_TOPIC = 12
LINES_OF_A_TOPIC = 1_600
# Money alone has more than twenty subjects that people tell apart; one more is what a guide adds for a lesson.
TOPICS_OF_A_CONTEXT = 24
LONGEST = 300
TOPICS = [f"{context}/{topic}" for context in tree.CONTEXTS for topic in tree.topics(context)]
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
    assert strange(directory, tree.topics(context), EXTRA.get(context, set())) == (set(), set())


def test_a_strange_file_in_a_context_is_noticed(tmp_path: Path) -> None:
    for name in (ROOT | FLAT) - {"facade.py"}:
        (tmp_path / name).touch()
    (tmp_path / "utils.py").touch()
    assert strange(tmp_path, [], set()) == ({"utils.py"}, {"facade.py"})


def test_a_module_of_a_flat_context_beside_topics_is_noticed(tmp_path: Path) -> None:
    for name in {*ROOT, "use_cases.py"}:
        (tmp_path / name).touch()
    assert strange(tmp_path, ["invoices"], set()) == ({"use_cases.py"}, set())


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_a_context_is_split_before_it_is_too_large_to_know(context: str) -> None:
    topics = tree.topics(context)
    assert len(topics) <= TOPICS_OF_A_CONTEXT
    modules = {tree.module_of(path) for path in tree.modules() if tree.context_of(path) == context}
    assert topics or len(modules) <= MODULES_OF_A_FLAT_CONTEXT, f"{context}: split it by topic, once and wholly"


@pytest.mark.parametrize("topic", [*TOPICS, *tree.parts()])
def test_a_topic_stays_small_enough_to_know(topic: str) -> None:
    directory = tree.ROOT / "contexts" / topic
    apart = [tree.ROOT / "contexts" / part for part in tree.parts() if part != topic]
    files = [path for path in directory.rglob("*.py") if not any(path.is_relative_to(one) for one in apart)]
    modules = {path.relative_to(directory).parts[0].removesuffix(".py") for path in files} - {"__init__"}
    lines = sum(len(path.read_text().splitlines()) for path in files)
    assert len(modules) <= MODULES_OF_A_TOPIC, f"{topic} has {len(modules)} modules: is it two topics?"
    assert lines <= LINES_OF_A_TOPIC, f"{topic} has {lines} lines: is it two topics?"


def test_modules_stay_short() -> None:
    for path in tree.sources("contexts", "gotuto", "config"):
        lines = len(path.read_text().splitlines())
        assert lines < LONGEST, f"{tree.shown(path, lines)}: make it a package of the same name"


def test_whoever_reads_the_placement_of_an_order_sees_its_steps_on_one_page() -> None:
    assert len((tree.ROOT / "contexts" / "order" / "placement.py").read_text().splitlines()) <= 165


def test_modules_of_tests_and_tools_stay_short_too() -> None:
    for path in tree.sources("tests", "bench", "wider"):
        lines = len(path.read_text().splitlines())
        assert lines <= LONGEST, f"{tree.shown(path, lines)}: split it by what it is about"


@pytest.mark.parametrize("word", EXCUSES)
def test_nothing_is_excused(word: str) -> None:
    assert mentions(word, tree.sources("contexts", "gotuto", "config", "tests")) == []


@pytest.mark.parametrize("word", EXCUSES_OF_TESTS)
def test_tests_neither_sleep_nor_skip_nor_pretend(word: str) -> None:
    assert mentions(word, tree.sources("tests")) == []


def test_a_mention_is_found() -> None:
    assert mentions("def mentions(", [Path(__file__)])


def strange(directory: Path, topics: list[str], extra: set[str]) -> tuple[set[str], set[str]]:
    """What a context has and should not, and what it should have and has not."""
    found = {path.name for path in directory.iterdir()} - {"__pycache__", *topics}
    needed = ROOT if topics else ROOT | FLAT
    allowed = needed | extra | WHERE_NEEDED | (set() if topics else FLAT_WHERE_NEEDED)
    # A module that grew became a package of the same name.
    modules = {f"{name}.py" if f"{name}.py" in allowed else name for name in found}
    return modules - allowed, needed - modules


def mentions(word: str, paths: list[Path]) -> list[str]:
    pattern = re.compile(re.escape(word))
    return [
        tree.shown(path, number)
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]
