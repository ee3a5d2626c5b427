"""`manage.py import_file KIND FILE`: check a table that is a file, and write it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.imports import deciding, kinds, staging, working
from gotuto.imports.dto import Import, Status
from gotuto.imports.models import Import as Row
from gotuto.progress import Steps

_TOLD = 20
_PAUSE = 0.2


class Command(OperatorCommand):
    help = (
        "Check a table that is a file, CSV or XLSX, and write the rows that are right once it is confirmed."
        " Example: manage.py import_file products products.csv --confirm"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", type=one_line, help=f"what stands in it: {', '.join(kinds.kinds())}")
        parser.add_argument("file", type=Path, help="CSV in UTF-8, or XLSX; the first line names the columns")
        parser.add_argument(
            "--confirm", action="store_true", help="write the rows that are right, with those left out that are not"
        )
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        steps = Steps(silent=options["json"] or bool(options.get("is_tried")))
        with _opened(options["file"]) as file, steps.step("reading"):
            taken = staging.start(
                kind=options["kind"], content=file, file_name=options["file"].name[:200], now=timezone.now()
            )
        if not options.get("is_tried"):
            taken = _followed(taken, steps, "checking")
            if options["confirm"] and taken.status == Status.READY:
                deciding.confirm(import_id=taken.id, kinds=[taken.kind], now=timezone.now())
                taken = _followed(taken, steps, "writing")
        self.done(_words(taken), options, **{"import": taken})
        if not options["json"]:
            for problem in Row.objects.get(id=taken.id).problems.order_by("line")[:_TOLD]:
                self.stderr.write(f"line {problem.line}, {problem.column or 'all of it'}: {problem.said}")


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}.") from None


def _followed(taken: Import, steps: Steps, what: str) -> Import:
    """Work on it, beside the workers, until it stands still."""
    with steps.step(what, total=taken.rows) as progress:
        while True:
            worked = working.work_on(taken.id)
            row = Row.objects.get(id=taken.id)
            progress(row.done if row.confirmed_at else row.checked)
            if row.status not in (Status.VALIDATING, Status.RUNNING):
                return row.to_dto()
            if not worked:
                # A worker has it.
                time.sleep(_PAUSE)


def _words(told: Import) -> str:
    counts = (
        f"{told.created:,} new, {told.changed:,} changed, {told.unchanged:,} as they were, {told.errors:,} with errors"
    )
    return f"{told.rows:,} rows of {told.kind}: {told.status}; {counts} ({told.id})."
