"""`manage.py in_stock`: the catalogue knows again what is in stock."""

from argparse import ArgumentParser
from typing import Any

from contexts.inventory.availability import use_cases
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Let the catalogue know of every SKU whether any is left, as it does by itself once a day and whenever that changes."
        " Example: manage.py in_stock"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        told = use_cases.show_all_in_catalogue()
        self.done(f"The catalogue knows of {told} SKUs whether any is left.", options, skus=told)
