"""`manage.py seal`: prove that no issued document was changed or taken out, and print what proves it later."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError
from django.utils import timezone

from contexts.billing.books import queries
from contexts.billing.books.dto import Root, Verification
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Look at the seals of all issued documents, or print the roots of a day. Example: manage.py seal verify"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="make every seal anew; exit code 1 when one is wrong")
        verify.add_argument("--printed", type=Path, help="a file of roots, as `seal root --json` wrote it before")
        root = verbs.add_parser("root", help="the ends of all chains after a day, to be printed or signed")
        root.add_argument("--on", type=date.fromisoformat, help="the day, such as 2026-12-31; today's without")
        self.for_programs(verify, root)

    def do_verify(self, options: dict[str, Any]) -> None:
        found = queries.verify(printed=_printed(options["printed"]))
        self.done(_words(found), options, verification=found)
        if found.findings:
            raise CommandError("The books are not as they were sealed.")

    def do_root(self, options: dict[str, Any]) -> None:
        day = options["on"] or timezone.localdate()
        self.tell(queries.roots(day=day), options, none=f"Nothing was sealed until {day}.")


def _printed(path: Path | None) -> list[Root]:
    if path is None:
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Root])
    except (OSError, msgspec.DecodeError) as error:
        raise CommandError(f"{path} holds no roots of `seal root --json`: {error}") from None


def _words(found: Verification) -> str:
    lines = [f"{finding.number} {finding.says}." for finding in found.findings]
    lines += [f"{root.legal_entity} {root.series} {root.year} up to {root.number}: {root.root}" for root in found.roots]
    told = f"{found.sealed} seals, {found.gone} of documents that retention has deleted"
    unsealed = f"; {found.unsealed} numbers of earlier releases have none" if found.unsealed else ""
    return "\n".join([*lines, f"{told}{unsealed}. {len(found.findings) or 'No'} findings."])
