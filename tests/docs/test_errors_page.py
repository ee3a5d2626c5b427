"""The page about errors says for every status what to do, in the words of the address that explains a code."""

import re

from config import problems
from tests.architecture import tree

PAGE = (tree.ROOT / "docs" / "api" / "errors.md").read_text()
CELLS = r"^\| ([\d, ]+)(?: `invalid`)? \| ([^|]*) \| ([^|]*?) ?\|$"


def plain(words: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)


def told() -> dict[int, str]:
    """What to do, by status."""
    section = PAGE.partition("## What to do\n")[2].partition("\n## ")[0]
    rows = re.findall(CELLS, section, re.MULTILINE)
    return {int(status): plain(do) for statuses, _, do in rows for status in statuses.split(",")}


def test_every_status_has_a_row_that_says_what_the_explanation_of_its_codes_says() -> None:
    assert told() == problems.ADVICE
    assert {meaning["status"] for meaning in problems.meanings()} <= set(told())


def test_no_cell_of_a_table_of_the_pages_is_empty() -> None:
    pages = [page for page in sorted((tree.ROOT / "docs").rglob("*.md")) if "architecture" not in page.parts]
    empty = [f"{page.name}: {row}" for page in pages for row in empty_rows(page.read_text())]
    assert empty == []


def empty_rows(text: str) -> list[str]:
    """Rows of which all is said but the last cell."""
    return [row for row in re.findall(r"^\| .*\|$", text, re.MULTILINE) if re.search(r"\w.*\| *\|$", row)]


def test_an_empty_cell_would_be_found() -> None:
    assert empty_rows("| 404 | none | |\n| | |\n|---|---|\n| a | b |\n") == ["| 404 | none | |"]
