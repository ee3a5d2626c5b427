"""`manage.py archdoc`: writes docs/architecture/ from the code. With --check it only looks; exit code 1 if a page is stale."""

import sys
from argparse import ArgumentParser
from typing import Any

from config import archdoc
from gotuto.commands import OperatorCommand

_HINT = "Run: ./manage.py archdoc"


class Command(OperatorCommand):
    help = (
        "Writes the architecture pages (docs/architecture/, pictures of README.md) from the code."
        " Example: manage.py archdoc --check"
    )
    # It reads sources, whatever the instance is like.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if a page is not what the code says"
        )
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        if options["check"]:
            self._check(options)
            return
        written = archdoc.write()
        words = "\n".join([*written, "These pages are new."]) if written else "All pages are what the code says."
        self.done(words, options, written=written)

    def _check(self, options: dict[str, Any]) -> None:
        stale = archdoc.stale()
        words = "\n".join([*stale, f"These pages are not what the code says. {_HINT}"])
        self.done(words if stale else "All pages are what the code says.", options, stale=stale)
        if stale:
            sys.exit(1)
