"""`manage.py trace ID|A-001001`: what a request set off, or all requests of an order, from the database alone."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.management.base import CommandError

from config import trail
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand, table

_NOTHING = (
    "Nothing in the database belongs to {what}. A request that changed nothing leaves only lines in the logs; what was done"
    " long ago is deleted after GOTUTO_KEEP_DAYS."
)


@dataclass(frozen=True)
class _Line:
    at: datetime
    after: str
    kind: str
    what: str
    state: str
    note: str


class Command(OperatorCommand):
    help = "Tells the path of a request through events, handlers, sagas and calls. Example: manage.py trace A-001001"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "id", type=one_line, help="a correlation id (X-Request-ID), or the number or id of an order"
        )
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        marks = trail.find(options["id"])
        if not marks:
            raise CommandError(_NOTHING.format(what=options["id"]))
        self.done("\n\n".join(_told(marks)), options, marks=marks)


def _told(marks: list[trail.Mark]) -> list[str]:
    return [
        f"Request {correlation_id}\n{table([_line(mark) for mark in of_request])}"
        for correlation_id, of_request in groupby(marks, lambda mark: mark.correlation_id)
    ]


def _line(mark: trail.Mark) -> _Line:
    return _Line(mark.at, f"+{mark.after:.3f}", mark.kind, mark.what, mark.state, mark.note)
