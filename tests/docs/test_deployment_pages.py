"""Whatever a page about deployment has one type is there: services, profiles, files, commands, manifests."""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.architecture import tree
from tests.config.test_compose_profiles import SERVICES

PAGES = sorted((tree.ROOT / "docs" / "deployment").glob("*.md"))
_BLOCK = re.compile(r"^ *```sh[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
ROLES = re.findall(r"^    ([\w |]+)\) exec", (tree.ROOT / "deploy" / "entrypoint").read_text(), re.MULTILINE)
ENTRY = {word for line in ROLES for word in line.split(" | ")}


def lines(text: str) -> Iterator[list[str]]:
    """The commands of a page as words: of its blocks, and of what its tables tell one to do."""
    blocks = "\n".join(_BLOCK.findall(text)).replace("\\\n", " ")
    for line in [*blocks.splitlines(), *re.findall(r"`((?:docker|\./manage\.py) [^`]+)`", text)]:
        for part in re.split(r"&&|;|\||\bdo\b", line.partition(" #")[0]):
            if words := part.split():
                yield words


def missing(text: str) -> list[str]:
    """The words of commands that stand for nothing."""
    return [fault for words in lines(text) for fault in _faults(words)]


def _faults(words: list[str]) -> Iterator[str]:
    if words[:2] == ["docker", "compose"]:
        yield from _of_compose(words[2:])
    for place, (before, command) in enumerate(pairwise(words)):
        if before.endswith(("manage.py", "/app/entrypoint")):
            yield from _of_command(command, words[place + 2 :])


def _of_compose(words: list[str]) -> Iterator[str]:
    profiles = {name for service in SERVICES.values() for name in service.get("profiles", ())}
    given = [value for flag, value in pairwise(words) if flag == "--profile"]
    yield from (f"no profile {value}" for value in given if value not in profiles)
    verb, *services = [word for word in words if re.fullmatch(r"[a-z]+\d?", word) and word not in given]
    if verb not in ("build", "up", "ps", "run", "exec", "logs", "down", "pull", "stop", "restart"):
        yield f"docker compose has no {verb}"
    # What follows the first name of `run` and `exec` is for its program.
    for name in services[:1] if verb in ("run", "exec") else services:
        if name not in SERVICES:
            yield f"no service {name}"


def _of_command(name: str, arguments: list[str]) -> Iterator[str]:
    if name in ENTRY:
        return
    if name not in get_commands():
        yield f"no command {name}"
        return
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    known = {option for action in parser._actions for option in action.option_strings}
    yield from (f"{name} has no {word}" for word in arguments if word.startswith("--") and word not in known)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_has_one_type_is_there(page: Path) -> None:
    assert missing(page.read_text()) == []
    assert any(True for _ in lines(page.read_text()))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("docker compose --profile watching up", "no profile watching"),
        ("docker compose up --detach web3", "no service web3"),
        ("docker compose start web1", "docker compose has no start"),
        ("docker compose exec web1 /app/entrypoint heal", "no command heal"),
        ("./manage.py backup --forever", "backup has no --forever"),
    ],
)
def test_what_stands_for_nothing_is_noticed(typed: str, fault: str) -> None:
    assert missing(f"```sh\n{typed}\n```\n") == [fault]
    assert shlex.split(typed)
