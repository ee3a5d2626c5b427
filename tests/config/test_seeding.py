"""A seeded shop is a valid one: whatever checks a shop finds nothing in it, and it goes on working."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config import invariants
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.products.dto import Product, ProductFilter
from contexts.catalog.products.queries import get_product_by_sku, list_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.making import create_product
from contexts.order.search.dto import OrderFilter
from contexts.order.search.queries import list_orders
from gotuto.db import fetch_all
from gotuto.ids import ProductId
from gotuto.paging import PageRequest
from tests.shop import Shop


@pytest.fixture
def seeded(db: None) -> None:
    _seed("--products", "50", "--orders", "30")


def _seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (count,) = cursor.fetchone()
    return int(count)


def test_the_shop_has_what_was_asked_for(seeded):
    assert _count("catalog_product") == 50
    assert _count("order_order") == 30


def test_no_invariant_is_violated(seeded):
    assert invariants.find_violations() == []


@pytest.mark.parametrize("command", [("order", "rebuild", "--verify"), ("invoice_numbers",), ("stock_audit",)])
def test_the_audits_find_nothing(seeded, command):
    call_command(*command, stdout=StringIO())


def test_fewer_than_none_are_refused(db):
    with pytest.raises(CommandError, match="invalid whole number from 0 on value: '-1'"):
        _seed("--products", "-1")
    assert _count("catalog_product") == 0


def test_seeding_again_adds_more(seeded):
    _seed("--products", "5", "--orders", "7")

    assert _count("catalog_product") == 55
    assert _count("order_order") == 37
    assert invariants.find_violations() == []


def test_the_shop_sells_on(seeded, now: datetime):
    shop = Shop(now)

    confirmed = shop.order({"SEED-00000007": 2, "SEED-00000008": 1, "SEED-00000009": 3})

    assert confirmed.status == "confirmed"
    assert invariants.find_violations() == []


def test_a_seeded_order_can_be_read_like_any_other(seeded):
    page = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None)

    latest = page.items[0]
    assert latest.status == "confirmed"
    assert latest.total.amount == sum(line.total.amount for line in latest.lines)


def test_a_seeded_order_can_be_paid_and_sent(seeded, now: datetime):
    shop = Shop(now)
    (latest, *_) = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None).items

    shop.pay(latest)
    shop.dispatch(latest)
    shop.deliver(latest)

    assert shop.look(latest).status == "delivered"
    assert invariants.find_violations() == []


def test_orders_without_products_are_refused(db):
    with pytest.raises(CommandError, match="Orders need products"):
        _seed("--orders", "1")


@pytest.fixture
def sized(db: None) -> None:
    """In two sizes, and described."""
    _seed("--products", "40", "--variants", "2", "--attributes")


def test_products_come_in_sizes_and_are_described_as_if_somebody_had_entered_them(sized):
    assert [_count(f"catalog_{table}") for table in ("product", "variant", "attributevalue")] == [40, 80, 200]
    assert invariants.find_violations() == []
    for command in (("stock_audit",), ("prices", "begin")):
        out = StringIO()
        call_command(*command, stdout=out)
    assert out.getvalue() == "The ledger has begun for 0 SKUs.\n"


# What there is of a product in the tables that it is shown, priced and found by; both are called alike here.
ROWS = {
    "product": """SELECT to_jsonb(one) - '{id,searched,in_stock,created_at,updated_at}'::text[] FROM catalog_product AS one
                  WHERE id = %(id)s""",
    "variants": """SELECT to_jsonb(one) - '{id,product_id,in_stock,created_at,updated_at}'::text[]
                   FROM catalog_variant AS one WHERE product_id = %(id)s ORDER BY position""",
    "prices": """SELECT entry.sku, kind, entry.amount, entry.currency FROM catalog_variant AS one
                 JOIN catalog_priceentry AS entry USING (sku) WHERE product_id = %(id)s ORDER BY 1""",
    "attributes": "SELECT code, value FROM catalog_attributevalue WHERE product_id = %(id)s ORDER BY 1",
    "words": """SELECT lexeme, weights FROM catalog_searchdocument, unnest(title || everything)
                WHERE product_id = %(id)s ORDER BY 1""",
    "events": """SELECT name, schema, data - '{product_id,occurred_at}'::text[] FROM gotuto_outbox_event
                 WHERE aggregate_id = %(id)s ORDER BY sequence""",
}


def _rows(product_id: ProductId) -> dict[str, set[str]]:
    asked = {"id": product_id}
    return {
        name: {str(row).lower().replace("seed", "mine") for row in fetch_all(text, asked)}
        for name, text in ROWS.items()
    }


def test_entered_by_hand_a_product_would_have_the_same_rows(sized, now: datetime):
    seeded = get_product(product_id=get_product_by_sku(sku="SEED-00000007").id, for_sale_only=False)
    variants = [
        NewVariant(sku=one.sku.replace("SEED", "MINE"), options=one.options, price=one.price) for one in seeded.variants
    ]

    entered = create_product(
        sku="MINE-00000007",
        name=seeded.name,
        category_id=seeded.category.id,
        description=seeded.description,
        options=[Option(name="Size", values=("S", "M"))],
        variants=variants,
        attributes=seeded.attributes,
        now=now,
    )

    by_seed, by_hand = _rows(seeded.id), _rows(entered.id)
    assert {name: by_seed[name] ^ by_hand[name] for name in ROWS} == {name: set() for name in ROWS}
    assert {name: len(rows) for name, rows in by_hand.items() if name != "words"} == {
        "product": 1,
        "variants": 2,
        "prices": 2,
        "attributes": 5,
        "events": 2,
    }


def test_a_search_has_nothing_to_mend_in_it(sized):
    told = (
        "SELECT * FROM catalog_searchdocument ORDER BY 1",
        "SELECT word, category_id, forms, near FROM catalog_searchword",
    )
    before = [sorted(map(str, fetch_all(text))) for text in told]
    assert [len(rows) > 39 for rows in before] == [True, True]

    call_command("search_index", "--all", "--json", stdout=StringIO())

    assert [sorted(map(str, fetch_all(text))) for text in told] == before


def test_they_are_found_by_what_they_are(sized):
    def found(**wanted: Any) -> tuple[Product, ...]:
        asked = ProductFilter(**wanted)
        return list_products(filters=asked, for_sale_only=True, page=PageRequest(size=100)).items

    assert len(found(in_stock=True)) == 40
    glass = found(attr={"material": ("glass",)})
    assert [one.sku for one in sorted(glass, key=lambda one: one.sku)] == [f"SEED-{n:08}" for n in range(1, 41, 7)]
    [named] = found(search="SEED-00000007-M")
    detail = get_product(product_id=named.id, for_sale_only=True)
    assert [one.sku for one in detail.variants] == ["SEED-00000007-S", "SEED-00000007-M"]
    assert (detail.attributes["material"], detail.price) == ("clay", detail.variants[0].price)


def test_they_sell_on(sized, now: datetime):
    assert Shop(now).order({"SEED-00000007-M": 2, "SEED-00000008-S": 1}).status == "confirmed"
    assert invariants.find_violations() == []


def test_more_sizes_than_there_are_are_refused(db):
    with pytest.raises(CommandError, match="invalid number up to 5: '6'"):
        _seed("--products", "1", "--variants", "6")
