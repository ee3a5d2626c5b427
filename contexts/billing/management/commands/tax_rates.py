"""`manage.py tax_rates`: the rates of value added tax that the shop knows, with their source."""

from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from contexts.billing.taxes import queries
from contexts.billing.taxes.dto import TaxRate
from gotuto.arguments import country, day
from gotuto.commands import OperatorCommand, table


@dataclass(frozen=True)
class _Line:
    country: str
    tax_class: str
    percent: str
    valid: str
    source: str
    confirmed_by: str


class Command(OperatorCommand):
    help = "List rates of value added tax with their source. Example: manage.py tax_rates --country FR --on 2026-11-26"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", type=country, help="only of this country with its regions, such as PT")
        parser.add_argument("--on", type=day, help="only those in force on this day, such as 2026-11-26")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        found = queries.list_tax_rates(country=options["country"], on=options["on"]).results
        words = table([_line(rate) for rate in found]) if found else "No rate is known."
        self.done(words, options, results=found)


def _line(rate: TaxRate) -> _Line:
    return _Line(
        country=rate.country,
        tax_class=rate.tax_class,
        percent=f"{(rate.rate * 100).normalize():f}",
        valid=f"{rate.valid_from} to {rate.valid_until or 'now'}",
        source=rate.source,
        confirmed_by=rate.confirmed_by,
    )
