"""The how-to pages as programs: each block of docs/howto.md changes a throw-away copy of the tree, or runs a command in it.

The first line after the fence's language says what the block does:

    ```python file=contexts/x/y.py                a new file, or the old one as a whole
    ```python file=... after="a line"             put in after the first line that contains the text
    ```python file=... before="a line"            put in before it
    ```python file=... instead="a line"           put in its place
    ```python file=... end                        added at the end
    ```sh                                         a command that must succeed
    ```sh fails="what it says"                    a command that must fail, and say this
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture import tree

PAGE = tree.ROOT / "docs" / "howto.md"
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WAYS = ("after", "before", "instead")


class StuckHere(AssertionError):
    """A newcomer who does what the page says would be stuck at this block."""


@dataclass(frozen=True)
class Block:
    """One fenced block: a language, what its first line says, and its text."""

    language: str
    wish: dict[str, str]
    text: str

    def play(self, copy: Path) -> None:
        """Do it. Raises StuckHere."""
        if self.language == "sh":
            _run(self.text, copy, fails=self.wish.get("fails"))
        elif "file" in self.wish:
            path = copy / self.wish["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self._changed(path))

    def _changed(self, path: Path) -> str:
        way = next((way for way in _WAYS if way in self.wish), None)
        if way is None:
            before = path.read_text() if "end" in self.wish else ""
            return before + self.text
        lines = path.read_text().splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if self.wish[way] in line]
        if not found:
            raise StuckHere(f"{self.wish['file']} has no line with {self.wish[way]!r}")
        first = found[0] + (way == "after")
        return "".join([*lines[:first], self.text, *lines[first + (way == "instead") :]])


def sections() -> dict[str, list[Block]]:
    """The blocks of each page, by its title."""
    _, *parts = _SECTION.split(PAGE.read_text())
    return {title: list(_blocks(text)) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def _blocks(text: str) -> Iterator[Block]:
    for language, first, body in _BLOCK.findall(text):
        yield Block(language, dict(_wishes(first)), body)


def _wishes(line: str) -> Iterator[tuple[str, str]]:
    for word in shlex.split(line):
        name, _, value = word.partition("=")
        yield name, value


def copy_of_the_tree(directory: Path) -> Path:
    """What is under version control, as it stands."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=tree.ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in listed.splitlines():
        if (tree.ROOT / name).is_file():
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tree.ROOT / name, directory / name)
    return directory


def _run(command: str, copy: Path, *, fails: str | None) -> None:
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environ["PATH"] = f"{Path(sys.executable).parent}:{environ['PATH']}"
    # On the servers of this run, in a database of its own: the copy has other tables.
    server, worker = environ["DATABASE_URL"].rpartition("/")[0], os.environ.get("PYTEST_XDIST_WORKER", "alone")
    environ |= {"DATABASE_URL": f"{server}/howto_{worker}", "GOTUTO_DATA_DIR": str(copy / ".instance")}
    environ["REDIS_URL"] = environ["REDIS_URL"].partition("?")[0] + "?db=15"
    environ["MYPY_CACHE_DIR"] = str(tree.ROOT / ".mypy_cache")
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        ["sh", "-e"], input=command, cwd=copy, env=environ, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    if fails is None and done.returncode:
        raise StuckHere(f"{command}\n{said[-6000:]}")
    if fails is not None and (not done.returncode or fails not in said):
        raise StuckHere(f"this should fail and say {fails!r}:\n{command}\n{said[-6000:]}")
