"""`manage.py vat_report`: value added tax to be declared, and the threshold for sales to consumers in other member states."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from contexts.billing.reports import queries
from contexts.billing.reports.domain import words
from contexts.billing.reports.dto import SellerVat, VatOfCurrency, VatRow
from gotuto.arguments import day, one_line
from gotuto.commands import OperatorCommand, table


@dataclass(frozen=True)
class _Line:
    declared: str
    country: str
    category: str
    percent: str
    net: str
    tax: str
    documents: str


class Command(OperatorCommand):
    help = (
        "Say what value added tax is to be declared, by return, country and rate. "
        "Example: manage.py vat_report --from 2026-10-01 --to 2026-12-31"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=day, help="the first day; the last full month without")
        parser.add_argument("--to", dest="last", type=day, help="the last day; the end of the month of --from without")
        parser.add_argument("--seller", type=one_line, help="only of this one, such as main")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        report = queries.vat_report(
            first=options["first"], last=options["last"], legal_entity=options["seller"], now=timezone.now()
        )
        told = [part for seller in report.sellers for part in _told(seller)]
        self.done("\n\n".join([f"{report.first} to {report.last}", *told]), options, report=report)


def _told(seller: SellerVat) -> Iterator[str]:
    yield f"{seller.legal_entity}: {seller.name}, {seller.country or 'without an address'}"
    if not seller.currencies:
        yield "Nothing was issued in these days."
    for currency in seller.currencies:
        yield _of_currency(currency)
    yield "\n".join(words.of_threshold(seller.threshold))


def _of_currency(currency: VatOfCurrency) -> str:
    sums = _Line("all", "", "", "", str(currency.net), str(currency.tax), str(currency.documents))
    lines = [table([*map(_line, currency.rows), sums])]
    if currency.without_particulars:
        lines.append(words.without_particulars(currency.without_particulars))
    return "\n".join(lines)


def _line(row: VatRow) -> _Line:
    return _Line(
        declared=words.declared(row),
        country=row.country,
        category=" ".join(filter(None, (row.category, row.exemption))),
        percent=words.percent(row.rate),
        net=str(row.net),
        tax=str(row.tax),
        documents=str(row.documents),
    )
