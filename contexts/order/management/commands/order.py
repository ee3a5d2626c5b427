"""`manage.py order show|rebuild`: orders for operators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from contexts.order.access import STAFF
from contexts.order.orders import dto, queries, rebuilding
from gotuto.ids import OrderId
from gotuto.paging import PageRequest


class Command(BaseCommand):
    help = "Show an order with its history, or replay all streams."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("show", help="an order with its history")
        show.add_argument("number", help="such as A-001001")
        rebuild = verbs.add_parser("rebuild", help="write the read model anew from the streams")
        rebuild.add_argument("--verify", action="store_true", help="compare only; exit code 1 when something differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "show":
            self._show(options["number"])
        elif options["verify"]:
            self._verify()
        else:
            self._rebuild()

    def _show(self, number: str) -> None:
        found = queries.list_orders(filters=dto.OrderFilter(number=number), of_customer=None, page=PageRequest()).items
        if not found:
            raise CommandError(f"No order has the number {number}. `GET /api/v1/orders/` lists them.")
        (order,) = found
        self.stdout.write(f"{order.number}  {order.status}  {order.total}  {order.email}  {order.id}")
        for entry in queries.get_history(order_id=OrderId(order.id), viewer=STAFF):
            self.stdout.write(f"{entry.version:>3}  {entry.occurred_at:%Y-%m-%d %H:%M:%S.%f}  {entry.text}")

    def _verify(self) -> None:
        orders, differences = 0, 0
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Replaying streams", total=None)
            for count, found in rebuilding.verify_orders():
                orders, differences = orders + count, differences + len(found)
                progress.update(task, completed=orders, description=f"Replaying streams: {orders}")
                for difference in found:
                    self.stdout.write(
                        f"{difference.order_id} {difference.what}: stream {difference.stream}, row {difference.row}"
                    )
        self.stdout.write(f"{orders} orders replayed, {differences} differences")
        if differences:
            raise CommandError("The read model differs. `manage.py order rebuild` writes it anew.")

    def _rebuild(self) -> None:
        orders = 0
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Writing the read model", total=None)
            for count in rebuilding.rebuild_orders():
                orders += count
                progress.update(task, completed=orders, description=f"Writing the read model: {orders}")
        self.stdout.write(f"{orders} orders written from their streams")
