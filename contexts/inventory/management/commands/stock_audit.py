"""Compare every stock counter with its ledger and with the open reservations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from contexts.inventory.audits import queries
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Compare every stock counter with its ledger and with the open reservations; exit code 1 when one disagrees."
        " Example: manage.py stock_audit"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        found = queries.find_discrepancies()
        wrong = [f"{each.sku}: {each.counted} {each.counter} should be {each.expected}" for each in found]
        right = "All counters agree with the ledger and the open reservations."
        self.done("\n".join(wrong) or right, options, discrepancies=found)
        if found:
            raise CommandError(f"{len(found)} counters disagree.")
