"""What is to be ordered."""

from argparse import ArgumentParser
from typing import Any

from contexts.inventory.replenishment import queries
from contexts.inventory.replenishment.dto import Shortage, ShortageFilter
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.paging import MAX_SIZE, PageRequest


class Command(OperatorCommand):
    help = (
        "List what is down at its reorder point: how many pieces to order, and of whom; the first hundred by SKU."
        " Example: manage.py shortages --supplier TEAHOUSE"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--supplier", type=one_line, help="only what is bought of the supplier with this code")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        wanted = ShortageFilter(supplier=options["supplier"] and options["supplier"].upper())
        found = queries.list_shortages(filters=wanted, page=PageRequest(size=MAX_SIZE)).items
        words = "\n".join(_words(one) for one in found) or "Nothing is down at its reorder point."
        self.done(words, options, shortages=found)


def _words(one: Shortage) -> str:
    of_whom = f" of {one.supplier}" if one.supplier else "; nobody is said to supply it"
    return f"{one.sku}: {one.left} left, reorder point {one.reorder_point}; order {one.suggested}{of_whom}"
