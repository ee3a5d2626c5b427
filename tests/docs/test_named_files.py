"""What the pages for developers and about security name is there: files, folders, targets of make, commands."""

import re

import pytest
from django.core.management import get_commands

from tests.architecture import tree
from tests.architecture.test_commands import named

PAGES = ("development.md", "security.md")
_PATH = re.compile(r"`((?:[\w-]+/)+(?:[\w-]+\.(?:py|md|toml|txt|yml))?)`")
_TEST = re.compile(r"`(test_\w+\.py)`|\btests?/(\w+)")
_TARGET = re.compile(r"\bmake ([a-z]+)\b(?= |`|$)", re.MULTILINE)
_COMMAND = re.compile(r"manage\.py ([a-z_]+)")


def missing(text: str) -> list[str]:
    """The names in a page that stand for nothing."""
    makefile = (tree.ROOT / "Makefile").read_text()
    commands = get_commands()
    # Instances make it; the placeholder is nobody's.
    made, placeholder = ".gotuto/", "tests/<context>"
    paths = [name for name in _PATH.findall(text) if not (tree.ROOT / name).exists()]
    tests = [name for name, _ in _TEST.findall(text) if name and not list((tree.ROOT / "tests").rglob(name))]
    targets = [f"make {name}" for name in _TARGET.findall(_code(text)) if f"\n{name}:" not in makefile]
    unknown = [f"manage.py {name}" for name in _COMMAND.findall(text) if name not in commands]
    return [name for name in (*paths, *tests, *targets, *unknown) if not name.startswith((made, placeholder))]


def _code(text: str) -> str:
    return "\n".join(re.findall(r"```sh\n.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    assert missing((tree.ROOT / "docs" / page).read_text()) == []


@pytest.mark.parametrize(
    "text",
    ["`contexts/returns/facade.py`", "`test_of_nothing.py`", "`make coffee`", "`./manage.py brew`", "`tools/`"],
)
def test_what_stands_for_nothing_is_noticed(text: str) -> None:
    assert len(missing(text)) == 1


@pytest.mark.parametrize("name", named())
def test_every_command_stands_on_the_page_of_commands(name: str) -> None:
    assert re.search(rf"`(?:[^`]*, |)?{name}\b", (tree.ROOT / "docs" / "commands.md").read_text()), "add a row"
