"""The faults that `make mutants` puts into rules are faults, one at a time, and are counted by what the tests make of them."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bench import mutants
from bench.mutations import mutants as faults_in

RULES = '''
"""A module of rules."""

LIMITS = {"tea": (1, 10)}


def check(pieces: int, *, most: int = 10) -> bool:
    """Raises ValueError."""
    if pieces < 1 or pieces > most:
        raise ValueError("Too many.")
    return True
'''
DIFFERENCES = [
    ("LIMITS = {'tea': (1, 10)}", "LIMITS = {'xtea': (1, 10)}"),
    ("LIMITS = {'tea': (1, 10)}", "LIMITS = {'tea': (10,)}"),
    ("LIMITS = {'tea': (1, 10)}", "LIMITS = {'tea': (1, 11)}"),
    ("def check(pieces: int, *, most: int=10) -> bool:", "def check(pieces: int, *, most: int=9) -> bool:"),
    ("if pieces < 1 or pieces > most:", "if pieces <= 1 or pieces > most:"),
    ("if pieces < 1 or pieces > most:", "if pieces < 1 and pieces > most:"),
    ("if pieces < 1 or pieces > most:", "if not (pieces < 1 or pieces > most):"),
    ("raise ValueError('Too many.')", "pass"),
    ("return True", "return None"),
]


def test_each_fault_is_one_difference_and_the_rules_stay_as_they_were() -> None:
    tree = ast.unparse(ast.parse(RULES))
    found = list(faults_in(RULES))
    assert set(DIFFERENCES) <= {fault.diff for fault in found}
    assert all(before != after for before, after in (fault.diff for fault in found))
    assert {ast.unparse(fault.tree) for fault in found} == {tree}


def test_docstrings_annotations_and_the_words_of_exceptions_are_no_rules() -> None:
    said = " ".join(after for _, after in (fault.diff for fault in faults_in(RULES)))
    assert "xA module" not in said
    assert "xRaises" not in said
    assert "xToo many" not in said


def test_every_context_with_rules_has_tests_of_them_alone() -> None:
    contexts = [path.parent.name for path in Path("contexts").glob("*/apps.py")]
    assert [context for context in contexts if mutants.rules_of(context) and not mutants.tests_of(context)] == []


def test_a_topic_is_examined_by_its_own_tests_or_by_all_of_its_context_where_it_has_none() -> None:
    own, whole = mutants.tests_of("billing/bankfiles"), mutants.tests_of("billing")
    assert own == [test for test in whole if "/billing/bankfiles/" in test] != []
    assert mutants.tests_of("billing/lines") == whole
    assert {path.parent.name for path in mutants.rules_of("billing/taxes")} == {"domain"}
    assert set(mutants.rules_of("billing/taxes")) < set(mutants.rules_of("billing"))


@pytest.mark.parametrize("file", ["rules_with_parts/__init__.py", "rules_with_parts/tea.py"])
def test_a_fault_in_a_package_leaves_the_modules_in_it(tmp_path, monkeypatch, file):
    (tmp_path / "rules_with_parts").mkdir()
    for name in ("__init__", "tea"):
        (tmp_path / f"rules_with_parts/{name}.py").write_text("MOST = 1\n")
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    fault = mutants.Fault(tmp_path / file, next(faults_in("MOST = 1")))
    monkeypatch.setattr(sys, "meta_path", [mutants.Planted(fault), *sys.meta_path])
    found = {name: import_module(name).MOST for name in ("rules_with_parts", "rules_with_parts.tea")}
    for name in found:
        del sys.modules[name]
    assert found == {"rules_with_parts": 1, "rules_with_parts.tea": 1} | {fault.module: 2}
