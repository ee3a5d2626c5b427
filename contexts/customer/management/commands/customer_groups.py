"""`manage.py customer_groups`: groups of customers, and who is in which."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from contexts.customer.accounts import queries as accounts
from contexts.customer.accounts.use_cases import update_customer
from contexts.customer.groups import queries, use_cases
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Show groups of customers, open one, or put a customer into one."
        " Example: manage.py customer_groups put ada@example.com TRADE"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        shown = verbs.add_parser("list", help="the groups")
        opened = verbs.add_parser("open", help="another group")
        opened.add_argument("code", type=one_line, help="such as TRADE; it never changes")
        opened.add_argument("name", type=one_line, help="what it is called")
        put = verbs.add_parser("put", help="put a customer into a group, or out of all")
        put.add_argument("email", type=one_line, help="the address that the customer signs in with")
        put.add_argument("code", type=one_line, nargs="?", default="", help="of the group; out of all, without")
        self.can_be_tried(opened, put)
        self.for_programs(shown, opened, put)

    def do_list(self, options: dict[str, Any]) -> None:
        self.tell(queries.list_groups().items, options, none="There are no groups of customers.")

    def do_open(self, options: dict[str, Any]) -> None:
        group = use_cases.open_group(code=options["code"], name=options["name"], now=timezone.now())
        self.done(f"The group {group.code} is open.", options, group=group)

    def do_put(self, options: dict[str, Any]) -> None:
        known = accounts.get_customer_by_email(email=options["email"])
        customer = update_customer(customer_id=known.id, customer_group=options["code"], now=timezone.now())
        where = f"in the group {customer.customer_group}" if customer.customer_group else "in no group"
        self.done(f"{customer.email} is {where} from now on.", options, customer=customer)
