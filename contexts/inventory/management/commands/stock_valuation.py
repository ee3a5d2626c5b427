"""`manage.py stock_valuation`: stock is valued from now on, at what lies there cost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from contexts.inventory.valuation import use_cases
from contexts.inventory.valuation.dto import Begun
from gotuto.arguments import one_line, reason
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Value what lies in stock, at the costs of a file (SKU;cost in a line each) or what the preferred supplier asks."
        " Repeated after it was cut off, it goes on; repeated after it is done, it is refused."
        " With --end, stock is valued no more. Example: manage.py stock_valuation --costs costs.csv"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--costs", type=Path, metavar="FILE", help="what a piece costs, such as TEA-100;3.20")
        parser.add_argument(
            "--end", action="store_true", help="value stock no more; the ledger keeps what it was worth"
        )
        parser.add_argument("--sku", type=one_line, help="with --end: only this SKU, so that it can be begun anew")
        parser.add_argument("--reason", type=reason, default="", help="stands in the ledger")
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        given = {"reason": options["reason"], "now": timezone.now()}
        if options["end"]:
            sku = options["sku"] and options["sku"].upper()
            found, words = use_cases.end_valuation(sku=sku, **given), "are valued no more; they were worth"
        else:
            # What is no UTF-8 is a line that says nothing.
            known = options["costs"].read_text("utf-8-sig", errors="replace").splitlines() if options["costs"] else ()
            found, words = use_cases.begin_valuation(costs=known, **given), "are valued; they are worth"
        self.done(_told(found, words), options, **vars(found))


def _told(found: Begun, words: str) -> str:
    return f"{found.skus:,} SKUs with {found.pieces:,} pieces {words} {found.value}."
