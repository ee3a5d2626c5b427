"""Commands for operators: plain tables or JSON on standard output, and a refusal as one line with exit code 1."""

import dataclasses
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from gotuto.db import dry_run, is_transient
from gotuto.errors import BusinessError

_WIDEST = 90
_TOO_LONG = (
    "A dry run waits for a second at most, so that it keeps nobody waiting, and this takes longer. Nothing was changed."
)


class OperatorCommand(BaseCommand):
    """A command whose verbs are methods of the same name, or one without verbs, `do`; they take the options and make one call."""

    def handle(self, *args: Any, **options: Any) -> None:
        do = getattr(self, f"do_{options['verb']}" if "verb" in options else "do")
        try:
            if options.get("is_tried"):
                self._try(do, options)
            else:
                do(options)
        except BusinessError as refusal:
            raise CommandError(refusal.detail) from None

    def _try(self, do: Callable[[dict[str, Any]], None], options: dict[str, Any]) -> None:
        try:
            with dry_run():
                do(options)
        except Error as error:
            if not is_transient(error):
                raise
            raise CommandError(_TOO_LONG) from None
        if not options["json"]:
            self.stdout.write("That was a dry run: nothing was changed.")

    def can_be_tried(self, *parsers: ArgumentParser) -> None:
        """Let whoever calls see what would be done: it is done, told, and taken back."""
        for parser in parsers:
            parser.add_argument(
                "--dry-run", dest="is_tried", action="store_true", help="say what would be done, and change nothing"
            )

    def for_programs(self, *parsers: ArgumentParser) -> None:
        """Let whoever calls ask for JSON."""
        for parser in parsers:
            parser.add_argument("--json", action="store_true", help="JSON for programs")

    def done(self, words: str, options: dict[str, Any], **facts: object) -> None:
        """Say in words what was done, or as JSON its facts."""
        if options.get("is_tried"):
            facts["dry_run"] = True
        self.stdout.write(_json(facts) if options["json"] else words)

    def tell(self, rows: Sequence[Any], options: dict[str, Any], *, none: str) -> None:
        """Print dataclasses of one kind as a table, or as a JSON list; `none` says in words that there are none."""
        if options["json"]:
            self.stdout.write(_json(rows))
        elif rows:
            self.stdout.write(table(rows))
        else:
            self.stdout.write(none)

    def facts(self, one: Any, options: dict[str, Any]) -> None:
        """Print a dataclass, a line for each field that is not a list of others, or as JSON."""
        if options["json"]:
            self.stdout.write(_json(one))
            return
        for field in dataclasses.fields(one):
            value = getattr(one, field.name)
            if not isinstance(value, tuple):
                self.stdout.write(f"{field.name:<16}{_cell(value, widest=None)}")


def table(rows: Sequence[Any]) -> str:
    """Dataclasses of one kind as lines of text, a column for each field."""
    names = [field.name for field in dataclasses.fields(rows[0])]
    lines = [names, *([_cell(getattr(row, name)) for name in names] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _json(facts: object) -> str:
    return msgspec.json.format(msgspec.json.encode(facts, enc_hook=str), indent=2).decode()


def _cell(value: object, widest: int | None = _WIDEST) -> str:
    if value is None:
        return ""
    text = f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
    text = " ".join(text.split())
    return text if widest is None or len(text) <= widest else f"{text[: widest - 1]}…"
