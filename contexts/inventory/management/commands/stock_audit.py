"""Compare every stock counter with its ledger and with the open reservations, and set those right that are wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from contexts.inventory.audits import queries, use_cases
from contexts.inventory.audits.dto import Discrepancy
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.errors import BusinessError


class Command(OperatorCommand):
    help = (
        "Compare every stock counter with its ledger and with the open reservations; exit code 1 when one disagrees."
        " With --fix, counters are set to what their ledger says. Example: manage.py stock_audit"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="set counters to the sums of their ledger")
        parser.add_argument(
            "--reason", type=one_line, default="", help="why, for those who look at the correction later"
        )
        parser.add_argument("--who", type=one_line, default="an operator", help="who answers for it")
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        found = queries.find_discrepancies()
        corrections, refusals = self._mend(found, options) if options["fix"] else ([], [])
        left = queries.find_discrepancies() if options["fix"] else found
        words = [f"{one.sku} at {one.location}: {one.counter} {one.before} → {one.after}" for one in corrections]
        words += refusals
        words += [f"{each.sku}: {each.counted} {each.counter} should be {each.expected}" for each in left]
        right = "All counters agree with the ledger and the open reservations."
        self.done("\n".join(words) or right, options, discrepancies=left, corrections=corrections, refusals=refusals)
        if left:
            raise CommandError(f"{len(left)} counters disagree.")

    def _mend(self, found: tuple[Discrepancy, ...], options: dict[str, Any]) -> tuple[list[Any], list[str]]:
        corrections, refusals = list[Any](), list[str]()
        given = {"reason": options["reason"], "who": options["who"]}
        for sku in sorted({one.sku for one in found}):
            try:
                corrections += use_cases.correct_counters(sku=sku, **given, now=timezone.now())
            except BusinessError as refusal:
                refusals.append(refusal.detail)
        return corrections, refusals
