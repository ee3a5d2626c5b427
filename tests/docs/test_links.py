"""Every link of every page leads somewhere: to a file that is there, and to a heading that it has."""

from pathlib import Path

import pytest

from tests.docs.links import anchors, broken, pages

ALL = pages()


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_the_pages_are_found() -> None:
    names = {page.name for page in ALL}
    assert {"README.md", "CONTRIBUTING.md", "howto.md", "first-order.md"} <= names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Gone](gone.md)", "nothing is at gone.md"),
        ("[Gone](gone.md#away)", "nothing is at gone.md#away"),
        ("![Gone](images/gone.svg)", "nothing is at images/gone.svg"),
        ("[From the root](/there.md)", "nothing is at /there.md"),
        ("[No such](there.md#nowhere)", "there.md has no heading for #nowhere"),
        ("[Not here](#nowhere)", "page.md has no heading for #nowhere"),
        ("[In code only](#not-a-heading)\n\n```sh\n# Not a heading\n```", "no heading for #not-a-heading"),
    ],
)
def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "there.md").write_text("# There\n")
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{text}\n")
    [told] = broken(page)
    assert words in told


def test_a_link_that_leads_somewhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# What's *new*, and `old`: (both)\n\n## Twice\n\n## Twice\n")
    page = tmp_path / "page.md"
    page.write_text(
        "# Page\n\n[A](there.md) [b](there.md#whats-new-and-old-both) [c](https://example.com/x) [d](#page)"
        " [e](there.md#twice-1) `[f](gone.md)`\n"
    )
    assert list(broken(page)) == []
    assert anchors(tmp_path / "there.md") == {"whats-new-and-old-both", "twice", "twice-1"}
