"""`manage.py invariants`: is everything as it must be? Exit code 1 if not."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_datetime

from config import invariants


class Command(BaseCommand):
    help = "Check the invariants of the whole shop and name every violation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--since", type=_moment, help="look only at what changed since this time (RFC 3339)")

    def handle(self, *args: Any, **options: Any) -> None:
        violations = invariants.find_violations(since=options["since"])
        if options["json"]:
            self.stdout.write(json.dumps([asdict(violation) for violation in violations]))
        else:
            for violation in violations:
                self.stdout.write(f"{violation.invariant}: {violation.subject}: {violation.detail}")
            self.stdout.write(f"{len(invariants.names())} invariants, {len(violations)} violations")
        if violations:
            sys.exit(1)


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"{text!r} is no time like 2026-11-21T10:00:00Z.")
    return moment
