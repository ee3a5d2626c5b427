"""`manage.py invoice_numbers`: prove that no invoice number is missing; exit code 1 when one is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from contexts.billing.numbers import queries
from contexts.billing.numbers.dto import NumberSeries
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = "List the series of invoice numbers and fail when one has a gap. Example: manage.py invoice_numbers"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        series = queries.list_number_series()
        self.done("\n".join(map(_words, series)) or "No invoice has a number yet.", options, series=series)
        if not all(one.is_gapless for one in series):
            raise CommandError("A series of invoice numbers has gaps.")


def _words(one: NumberSeries) -> str:
    missing = ", ".join(str(number) for number in one.missing) or "none"
    return f"{one.series}-{one.year}: {one.issued} of {one.last} issued, missing: {missing}"
