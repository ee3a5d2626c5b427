"""`manage.py datev`: the bookings of some days as a file for the tax adviser, or the books of these days closed for good."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from contexts.billing.accounting import reading
from gotuto.arguments import day, one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Write the bookings of a seller as a DATEV batch (EXTF 700). "
        "Example: manage.py datev --from 2026-10-01 --to 2026-10-31 --into /tmp"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=day, help="the first day; the last full month without")
        parser.add_argument("--to", dest="last", type=day, help="the last day; the end of the month of --from without")
        parser.add_argument("--seller", type=one_line, default="main", help="whose; main without")
        parser.add_argument(
            "--into", type=Path, default=Path(), help="the folder for the file; the present one without"
        )
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        partial = options["into"] / ".EXTF.part"
        try:
            with partial.open("wb") as file:
                done = reading.write_datev(
                    file,
                    first=options["first"],
                    last=options["last"],
                    legal_entity=options["seller"],
                    now=timezone.now(),
                )
            partial.rename(options["into"] / done.name)
        finally:
            partial.unlink(missing_ok=True)
        state = "closed" if done.is_closed else "not closed"
        self.done(
            f"{done.name}: {done.bookings} bookings, {state}, SHA-256 {done.digest}; {done.replaced} texts had characters that"
            f" the format lacks, {done.left_out} entries in other currencies were left out.",
            options,
            file=done,
        )
