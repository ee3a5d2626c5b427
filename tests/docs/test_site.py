"""Every page has its place on the site, and what the pages show for the tests is shown as a title."""

from pathlib import Path
from typing import Any

import pytest

from tests.architecture import tree
from tests.docs.links import pages
from wider.check import Failed
from wider.site import navigation, staging

READERS = ["Start here", "Use the API", "Operate", "Develop", "Architecture", "Decisions", "Reference"]


def names(nav: list[Any]) -> list[str]:
    """The pages of a navigation, in its order."""
    found: list[str] = []
    for each in nav:
        for value in each.values():
            found += [value] if isinstance(value, str) else names(value)
    return found


def test_every_page_stands_in_one_section() -> None:
    titles = {str(page.relative_to(tree.ROOT)): page.name for page in pages() if "tests" not in page.parts}
    nav = navigation.placed(titles)
    assert [title for section in nav for title in section] == READERS
    assert sorted(names(nav)) == sorted(titles)


def test_a_new_page_of_a_folder_appears_by_itself() -> None:
    nav = navigation.placed(
        {
            "docs/runbook/README.md": "Runbook",
            "docs/runbook/Flood.md": "Flood",
            "docs/adr/0099-flags.md": "99. Flags",
            "docs/new.md": "New",
        }
    )
    assert nav == [
        {
            "Operate": [
                {"Runbook": "docs/runbook/README.md"},
                {"Runbook by alert": [{"Flood": "docs/runbook/Flood.md"}]},
            ]
        },
        {"Decisions": [{"99. Flags": "docs/adr/0099-flags.md"}]},
        {"Reference": [{"New": "docs/new.md"}]},
    ]


def test_a_page_without_a_place_is_named() -> None:
    with pytest.raises(navigation.NoPlace, match=r"gotuto/x\.md"):
        navigation.placed({"gotuto/x.md": "X"})


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(staging, "ROOT", tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "paged").mkdir()
    (tmp_path / "paged" / "README.md").write_text("# Paged\n")
    (tmp_path / "code.py").write_text("x = 1\n")
    return tmp_path


def staged(checkout: Path, text: str) -> str:
    (checkout / "page.md").write_text(text)
    return staging.staged("page.md", checkout / "out")


def test_links_lead_to_pages_and_files_of_the_site(checkout: Path) -> None:
    text = "# The *page* of `x`\n\n[a](code.py) [b](folder) [c](paged/) [d](#here) [e](https://example.com) [`f`](code.py)\n"
    assert staged(checkout, text).endswith(
        "[a](code.py) b [c](paged/README.md) [d](#here) [e](https://example.com) [`f`](code.py)\n"
    )
    assert (checkout / "out" / "code.py").read_text() == "x = 1\n"
    assert staging.title("page.md") == "The page of x"


def test_code_stays_as_it_is_and_a_block_of_the_tests_gets_a_title(checkout: Path) -> None:
    text = '`[a](gone)`\n\n```sh fails="No \\"x\\""\n[b](gone)\n```\n\n```python file=a/b.py after="def f("\nx\n```\n'
    assert staged(checkout, text) == (
        '`[a](gone)`\n\n```sh title="fails No \'x\'"\n[b](gone)\n```\n\n```python title="a/b.py; after def f("\nx\n```\n'
    )


@pytest.mark.parametrize("target", ["gone.md", "../outside.md"])
def test_a_link_that_leads_nowhere_is_named(checkout: Path, target: str) -> None:
    with pytest.raises(Failed, match=r"page\.md leads to"):
        staged(checkout, f"# Page\n\n[a]({target})\n")


def test_a_page_without_a_title_is_named(checkout: Path) -> None:
    (checkout / "page.md").write_text("Nothing.\n")
    with pytest.raises(Failed, match="has no title"):
        staging.title("page.md")
