"""`manage.py prices`: prices from now on or for later, and what was asked before."""

from argparse import ArgumentParser
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.pricelists.queries import get_price_list, list_price_lists
from contexts.catalog.prices import queries
from contexts.catalog.prices.domain.entering import MOST_PRICES
from contexts.catalog.prices.dto import NewPrice, PriceFilter, PriceRule
from contexts.catalog.prices.use_cases import beginning, entering
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.skus.queries import skus_of_category
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.paging import PageRequest


class Command(OperatorCommand):
    help = (
        "Show prices, enter one for later, note those that have begun, or begin the ledger."
        " Example: manage.py prices list TEA-EARL-GREY-100"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        shown = verbs.add_parser("list", help="the latest prices of a SKU")
        shown.add_argument("sku", type=one_line, help="of a product or a variant")
        shown.add_argument("--list", dest="price_list", type=one_line, help="code of a list, to see its prices only")
        lists = verbs.add_parser("lists", help="the price lists")
        enter = verbs.add_parser("enter", help="another price of a SKU")
        enter.add_argument("sku", type=one_line, help="of a product or a variant")
        enter.add_argument("amount", type=one_line, help="in the currency of the goods or of the list, such as 9.90")
        enter.add_argument("--list", dest="price_list", type=one_line, default="", help="code of a price list")
        enter.add_argument("--compare-at", type=one_line, help="what is struck through; it is a reduction then")
        enter.add_argument("--from", dest="begins", type=datetime.fromisoformat, help="such as 2027-01-01T00:00+01:00")
        enter.add_argument("--until", type=datetime.fromisoformat, help="when it ends by itself")
        enter.add_argument("--reason", type=one_line, default="", help="stands in the ledger")
        change = verbs.add_parser("change", help="the prices of many goods by a share or an amount, all or none")
        change.add_argument("--category", type=one_line, help="slug of a category, with all below it")
        change.add_argument(
            "--sku", action="append", default=[], type=one_line, help="one of the goods; give it again for more"
        )
        change.add_argument("--percent", type=Decimal, default=Decimal(0), help="such as -10 or 4.5")
        change.add_argument("--amount", type=Decimal, default=Decimal(0), help="such as -0.50, after the share")
        change.add_argument("--step", type=Decimal, default=Decimal(0), help="round to a multiple of it, such as 0.10")
        change.add_argument("--less", type=Decimal, default=Decimal(0), help="take it off then: 1 and 0.01 make 9.99")
        change.add_argument("--reduction", action="store_true", help="what was asked is struck through")
        change.add_argument("--from", dest="begins", type=datetime.fromisoformat, help="such as 2027-01-01T00:00+01:00")
        change.add_argument("--reason", type=one_line, default="", help="stands in the ledger")
        switch = verbs.add_parser("switch", help="note what has begun by itself; the worker does it every ten seconds")
        begin = verbs.add_parser("begin", help="begin the ledger for goods that are older than it")
        self.can_be_tried(enter, change, switch, begin)
        self.for_programs(shown, lists, enter, change, switch, begin)

    def do_list(self, options: dict[str, Any]) -> None:
        product = get_product_by_sku(sku=options["sku"])
        found = queries.list_prices(
            product_id=product.id,
            filters=PriceFilter(sku=Sku(options["sku"].upper()), price_list=options["price_list"]),
            page=PageRequest(size=100),
        )
        self.tell(found.items, options, none="Nothing was entered yet.")

    def do_lists(self, options: dict[str, Any]) -> None:
        self.tell(list_price_lists().items, options, none="There are no price lists.")

    def do_enter(self, options: dict[str, Any]) -> None:
        product = get_product_by_sku(sku=options["sku"])
        code, compared = options["price_list"], options["compare_at"]
        currency = get_price_list(code=code).currency if code else product.price.currency
        price = NewPrice(
            sku=Sku(options["sku"]),
            price=Money.of(options["amount"], currency),
            price_list=code,
            compare_at=Money.of(compared, currency) if compared else None,
            valid_from=options["begins"],
            valid_until=options["until"],
            reason=options["reason"],
        )
        entered = entering.enter_price(product_id=product.id, price=price, now=timezone.now())
        self.done(
            f"{entered.sku} costs {entered.price} from {entered.valid_from:%Y-%m-%d %H:%M} UTC on.",
            options,
            price=entered,
        )

    def do_change(self, options: dict[str, Any]) -> None:
        skus = [normalised_sku(sku) for sku in options["sku"]]
        if options["category"]:
            skus += skus_of_category(category=options["category"], most=MOST_PRICES + 1)
        rule = PriceRule(**{name: options[name] for name in ("percent", "amount", "step", "less")})
        changed = entering.reprice(
            skus=skus,
            rule=rule,
            as_reduction=options["reduction"],
            valid_from=options["begins"],
            reason=options["reason"],
            now=timezone.now(),
        )
        words = "\n".join(f"{one.sku}: {one.old} -> {one.new}" for one in changed) or "There is nothing to change."
        self.done(words, options, prices=changed)

    def do_switch(self, options: dict[str, Any]) -> None:
        count = entering.switch_prices(now=timezone.now())
        self.done(f"{count} products cost something else now.", options, products=count)

    def do_begin(self, options: dict[str, Any]) -> None:
        count = beginning.begin_ledger(now=timezone.now())
        self.done(f"The ledger has begun for {count} SKUs.", options, skus=count)
