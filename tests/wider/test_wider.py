"""A check that could not be made is neither a success nor a failure."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wider.__main__ import CHECKS, PAGE, page
from wider.check import Check, Failed, Missed, Outcome, Tool, exit_code, made

PYTHON = Tool("Python", (sys.executable, "--version"), "this one")
NOWHERE = Tool("nothing", ("a-program-that-nobody-has", "--version"), "no package")
DEFECTIVE = Tool("defective", (sys.executable, "-c", "raise SystemExit(1)"), "no package")


def saying(words: str) -> Callable[[], str]:
    return lambda: words


def refusing(error: Exception) -> Callable[[], str]:
    def run() -> str:
        raise error

    return run


def test_a_check_tells_its_tools_with_their_versions_and_what_it_saw() -> None:
    result = made(Check("pages", (PYTHON,), saying("all well")))
    version = ".".join(map(str, sys.version_info[:2]))
    assert (result.outcome, result.seen) == (Outcome.PASSED, "all well")
    assert result.tools.startswith(f"Python: Python {version}")


def test_a_version_that_is_told_in_colours_is_read_without_them() -> None:
    tool = Tool("bold", (sys.executable, "-c", r"print('\x1b[1mBold 3.8.7\x1b[m')"), "this one")
    assert made(Check("pages", (tool,), saying("all well"))).tools == "bold: Bold 3.8.7"


@pytest.mark.parametrize("tool", [NOWHERE, DEFECTIVE])
def test_without_its_tool_a_check_is_missed_and_not_run(tool: Tool) -> None:
    result = made(Check("pages", (PYTHON, tool), refusing(AssertionError("must not run"))))
    assert result.outcome is Outcome.MISSED
    assert "no package" in result.seen


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ([saying("well")], 0),
        ([saying("well"), refusing(Missed("no registry"))], 3),
        ([refusing(Missed("no registry")), refusing(Failed("a broken page")), saying("well")], 1),
        ([], 3),
    ],
)
def test_the_exit_code_tells_failed_from_missed(checks: list[Callable[[], str]], code: int) -> None:
    assert exit_code([made(Check("one", (PYTHON,), run)) for run in checks]) == code


def test_the_page_has_a_row_for_each_check_that_there_is() -> None:
    kept = PAGE.read_text()
    assert [check.name for check in CHECKS if f"| {check.name} | passed |" not in kept] == [], "make wider"
    readme = Path("wider/README.md").read_text()
    assert [check.name for check in CHECKS if f"| `{check.name}` |" not in readme] == []
    results = [made(Check("pages", (PYTHON,), saying("all well")))]
    assert "| pages | passed | Python: Python" in page(results, now=datetime(2026, 3, 2, tzinfo=UTC))
