"""`manage.py settings`: what is in force, and where it comes from; and the page of the documentation."""

from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from config.declared import SETTINGS
from config.environment import configuration
from gotuto.arguments import one_line
from gotuto.commands import table
from gotuto.configuration.describing import in_force, markdown


class Command(BaseCommand):
    help = (
        "Tell which settings are in force and where they come from; secrets are not shown."
        " Example: manage.py settings --explain GOTUTO_UNPAID_DAYS"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--explain", metavar="NAME", type=one_line, nargs="?", const="", default="", help="all, or this one in full"
        )
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--markdown", action="store_true", help="write docs/settings.md to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(markdown(SETTINGS), ending="")
            return
        found = in_force(configuration)
        if name := options["explain"]:
            found = [each for each in found if each.name == _present_name(name)]
        if options["json"]:
            self.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        elif name:
            self.stdout.write("\n".join(f"{fact:<12}{value}" for fact, value in asdict(found[0]).items()))
        else:
            self.stdout.write(table([_Line(each.name, each.value, each.source) for each in found]))


@dataclass(frozen=True)
class _Line:
    name: str
    value: str
    source: str


def _present_name(name: str) -> str:
    setting = SETTINGS.named(name)
    if setting is None:
        raise CommandError(f"There is no setting {name}. `manage.py settings --explain` lists all.")
    return setting.name
