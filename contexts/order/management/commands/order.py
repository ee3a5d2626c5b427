"""`manage.py order show|rebuild`: orders for operators."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress

from contexts.order import rebuilding
from contexts.order.access import STAFF
from contexts.order.history import queries as history
from contexts.order.history.dto import HistoryEntry
from contexts.order.orders import dto, queries
from contexts.order.search.queries import find_order_id
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand, table
from gotuto.ids import OrderId
from gotuto.money import Money
from gotuto.paging import MAX_SIZE, PageRequest


class Command(OperatorCommand):
    help = "Show an order with its history, or replay all streams. Example: manage.py order show A-001001"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("show", help="an order with its history")
        show.add_argument("number", type=one_line, help="its number, such as A-001001, or its id")
        rebuild = verbs.add_parser("rebuild", help="write the read model anew from the streams")
        rebuild.add_argument("--verify", action="store_true", help="compare only; exit code 1 when something differs")
        self.for_programs(show, rebuild)

    def do_show(self, options: dict[str, Any]) -> None:
        order_id = find_order_id(which=options["number"])
        order = queries.get_order(order_id=order_id, viewer=STAFF)
        history = list(_history(order_id))
        if options["json"]:
            self.done("", options, order=order, history=history)
            return
        self.facts(order, options)
        self.stdout.write("\n" + table([_Line(line.quantity, line.sku, line.name, line.total) for line in order.lines]))
        self.stdout.write("")
        for entry in history:
            self.stdout.write(f"{entry.version:>3}  {entry.occurred_at:%Y-%m-%d %H:%M:%S.%f}  {entry.text}")

    def do_rebuild(self, options: dict[str, Any]) -> None:
        if options["verify"]:
            self._verify(options)
        else:
            self._rebuild(options)

    def _verify(self, options: dict[str, Any]) -> None:
        orders, differences = 0, list[dto.Difference]()
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Replaying streams", total=None)
            for count, found in rebuilding.verify_orders():
                orders += count
                differences += found
                progress.update(task, completed=orders, description=f"Replaying streams: {orders}")
        lines = [f"{each.order_id} {each.what}: stream {each.stream}, row {each.row}" for each in differences]
        words = "\n".join([*lines, f"{orders} orders replayed, {len(differences)} differences"])
        self.done(words, options, replayed=orders, differences=differences)
        if differences:
            raise CommandError("The read model differs. `manage.py order rebuild` writes it anew.")

    def _rebuild(self, options: dict[str, Any]) -> None:
        orders = 0
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Writing the read model", total=None)
            for count in rebuilding.rebuild_orders():
                orders += count
                progress.update(task, completed=orders, description=f"Writing the read model: {orders}")
        self.done(f"{orders} orders written from their streams", options, written=orders)


def _history(order_id: OrderId) -> Iterator[HistoryEntry]:
    page = history.get_history(order_id=order_id, viewer=STAFF)
    yield from page.items
    while page.next:
        page = history.get_history(order_id=order_id, viewer=STAFF, page=PageRequest(size=MAX_SIZE, cursor=page.next))
        yield from page.items


@dataclass(frozen=True)
class _Line:
    quantity: int
    sku: str
    name: str
    total: Money
