"""The overview of a folder of pages leads to each of them."""

import re

import pytest

from tests.architecture import tree

DOCS = tree.ROOT / "docs"


def unlisted(folder: str) -> list[str]:
    """Pages of the folder that its README does not lead to."""
    pages = {page.name for page in (DOCS / folder).glob("*.md")} - {"README.md"}
    return sorted(pages - set(re.findall(r"\]\(([\w.-]+\.md)", (DOCS / folder / "README.md").read_text())))


@pytest.mark.parametrize("folder", [".", "adr", "api", "runbook"])
def test_each_page_stands_in_the_overview_of_its_folder(folder: str) -> None:
    assert unlisted(folder) == [], f"Name them in docs/{folder}/README.md"


def test_decisions_are_called_in_the_overview_as_they_call_themselves() -> None:
    listed = re.findall(r"^\* (\d+\. )\[(.+)\]\((.+)\)$", (DOCS / "adr" / "README.md").read_text(), re.MULTILINE)
    assert {name: f"# {number}{title}" for number, title, name in listed} == {
        page.name: page.read_text().partition("\n")[0] for page in (DOCS / "adr").glob("0*.md")
    }


def test_a_page_that_is_not_listed_would_be_named(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text("[A](a.md)\n")
    (tmp_path / "a.md").touch()
    (tmp_path / "b.md").touch()
    monkeypatch.setattr("tests.docs.test_overviews.DOCS", tmp_path)
    assert unlisted(".") == ["b.md"]
