"""`manage.py invariants`: is everything as it must be? Exit code 1 if not."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from config import invariants
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Check the invariants of the whole shop and name every violation."
        " Example: manage.py invariants --since 2026-11-21T10:00:00Z"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)
        parser.add_argument("--since", type=_moment, help="look only at what changed since this time (RFC 3339)")

    def do(self, options: dict[str, Any]) -> None:
        violations = invariants.find_violations(since=options["since"])
        names = invariants.names()
        lines = [f"{violation.invariant}: {violation.subject}: {violation.detail}" for violation in violations]
        lines += [f"{len(names)} invariants, {len(violations)} violations"]
        self.done("\n".join(lines), options, looked_at=names, violations=violations)
        if violations:
            sys.exit(1)


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"{text!r} is no time like 2026-11-21T10:00:00Z.")
    return moment
