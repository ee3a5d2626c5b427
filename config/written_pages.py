"""Pages that are written from the code: which of them are stale, and a command that writes those."""

import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from config.archdoc import tree
from gotuto.commands import OperatorCommand


def stale(wanted: Mapping[Path, str], owned: Collection[Path]) -> list[str]:
    """The pages that are not as wanted, and those of the owned ones that nothing stands for any more."""
    return sorted(str(path.relative_to(tree.ROOT)) for path, _ in _differing(wanted, owned))


def write(wanted: Mapping[Path, str], owned: Collection[Path]) -> list[str]:
    """Write what is stale, and delete what nothing stands for; which pages that were."""
    found = list(_differing(wanted, owned))
    for path, text in found:
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text)
        else:
            path.unlink()
    return sorted(str(path.relative_to(tree.ROOT)) for path, _ in found)


def _differing(wanted: Mapping[Path, str], owned: Collection[Path]) -> Iterator[tuple[Path, str]]:
    for path in sorted({*wanted, *owned}):
        text = wanted.get(path, "")
        if not path.is_file() or path.read_text() != text:
            yield path, text


class Source(Protocol):
    """What pages are written from. Both raise NoSourceTree."""

    def stale(self) -> list[str]: ...

    def write(self) -> list[str]: ...


class WritesPages(OperatorCommand):
    """A command that writes pages; with --check it only looks, and exits 1 if one is stale."""

    # It reads sources, whatever the instance is like.
    requires_system_checks = ()
    name: str
    source: Source

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if a page is not what the code says"
        )
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        if options["check"]:
            self._check(options)
            return
        written = self.source.write()
        words = "\n".join([*written, "These pages are new."]) if written else "All pages are what the code says."
        self.done(words, options, written=written)

    def _check(self, options: dict[str, Any]) -> None:
        found = self.source.stale()
        words = "\n".join([*found, f"These pages are not what the code says. Run: ./manage.py {self.name}"])
        self.done(words if found else "All pages are what the code says.", options, stale=found)
        if found:
            sys.exit(1)
