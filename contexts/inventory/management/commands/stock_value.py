"""`manage.py stock_value`: what stock is worth, or was at the end of a day."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from contexts.inventory.valuation import queries
from contexts.inventory.valuation.dto import TotalValue, ValueFilter
from gotuto.arguments import day
from gotuto.commands import OperatorCommand, table
from gotuto.paging import MAX_SIZE, PageRequest
from gotuto.tables import chunks

_HEADER = ("sku", "pieces", "value", "average", "currency")


@dataclass(frozen=True)
class _Line:
    location: str
    pieces: str
    value: str


class Command(OperatorCommand):
    help = (
        "Say what stock is worth and where it lies, now or at the end of a day by the ledger; with --csv, of each SKU."
        " Example: manage.py stock_value --day 2026-12-31 --csv"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=day, help="at the end of this day; now without")
        parser.add_argument("--csv", action="store_true", help="a line of each SKU, as CSV")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        total = queries.total_value(day=options["day"], now=now)
        if not options["csv"]:
            self.done(_told(total), options, total=total)
            return
        pages = _pages(ValueFilter(day=options["day"]), now)
        for piece in chunks("csv", _HEADER, pages, what="stock values"):
            self.stdout.write(piece.decode(), ending="")


def _told(total: TotalValue) -> str:
    lines = [_Line(one.location or "on its way", f"{one.pieces:,}", str(one.value)) for one in total.shares] + [
        _Line("all", f"{total.pieces:,}", str(total.value))
    ]
    words = [f"At the end of {total.day}", table(lines)]
    if total.not_valued:
        words.append(f"{total.not_valued:,} SKUs lie there that are not valued: manage.py stock_valuation")
    return "\n".join(words)


def _pages(wanted: ValueFilter, now: datetime) -> Iterator[list[tuple[Any, ...]]]:
    after: str | None = ""
    while after is not None:
        page = queries.list_stock_values(filters=wanted, page=PageRequest(size=MAX_SIZE, cursor=after), now=now)
        yield [
            (one.sku, one.pieces, one.value.amount, one.average and one.average.amount, one.value.currency)
            for one in page.items
        ]
        after = page.next
