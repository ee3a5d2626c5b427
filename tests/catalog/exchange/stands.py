"""How things stand for some rows, in plain data: a tea by itself, and a shirt in two sizes."""

from dataclasses import replace
from typing import Any

from contexts.catalog.attributes.dto import Attribute, AttributeKind
from contexts.catalog.categories.dto import CategoryRef
from contexts.catalog.exchange.domain.planning import Plan, made
from contexts.catalog.exchange.dto import Listed, Offered, Stand
from contexts.catalog.offers.dto import Option
from gotuto.ids import CategoryId, ProductId, Sku, new_id
from gotuto.imports.tables import Row
from gotuto.money import Money
from gotuto.tax_classes import TaxClass

DRINKS, CLOTHES = CategoryId(new_id()), CategoryId(new_id())
SIZES = Option(name="Size", values=("M", "L"))


def eur(amount: str | int) -> Money:
    return Money.of(amount, "EUR")


def listed(sku: str, **more: Any) -> Listed:
    plain: dict[str, Any] = {
        "id": ProductId(new_id()),
        "sku": Sku(sku),
        "name": sku.title(),
        "description": "Fine.",
        "category_id": DRINKS,
        "category": "drinks",
        "tax_class": TaxClass.STANDARD,
        "attributes": {},
        "options": (),
        "is_active": True,
        "is_gone": False,
        "price": eur(5),
        "gtin": "4006381333931",
        "weight_grams": 100,
    }
    return Listed(**{**plain, **more})


def offered(product: Listed, size: str, **more: Any) -> Offered:
    plain: dict[str, Any] = {
        "product_id": product.id,
        "sku": Sku(f"{product.sku}-{size}"),
        "options": {"Size": size},
        "is_active": True,
        "is_gone": False,
        "price": eur(19),
        "gtin": "",
    }
    return Offered(**{**plain, **more})


TEA = listed("TEA")
SHIRT = listed("SHIRT", options=(SIZES,), category_id=CLOTHES, category="clothes", price=eur(19), gtin="")
MEDIUM, LARGE = offered(SHIRT, "M"), offered(SHIRT, "L", weight_grams=200)


def attribute(code: str, kind: AttributeKind = AttributeKind.TEXT, **more: Any) -> Attribute:
    shelf = CategoryRef(id=CLOTHES, name="Clothes", slug="clothes")
    labels = {"en": code}
    return Attribute(id=new_id(), code=code, category=shelf, position=1, version=1, kind=kind, labels=labels, **more)


STAND = Stand(
    products={"TEA": TEA, "SHIRT": SHIRT},
    variants={"SHIRT-M": MEDIUM, "SHIRT-L": LARGE},
    by_id={TEA.id: TEA, SHIRT.id: SHIRT},
    categories={"drinks": DRINKS, "clothes": CLOTHES, "Clothes > All": CLOTHES},
    owners={"4006381333931": "TEA"},
    currency="EUR",
    declared={DRINKS: [], CLOTHES: [attribute("cut"), attribute("weave")]},
)


def instead(*goods: Listed | Offered) -> Stand:
    """The same with these goods in place of those of their SKUs."""
    products = {one.sku: one for one in goods if isinstance(one, Listed)}
    variants = {one.sku: one for one in goods if isinstance(one, Offered)}
    return replace(
        STAND,
        products={**STAND.products, **products},
        variants={**STAND.variants, **variants},
        by_id={**STAND.by_id, **{one.id: one for one in products.values()}},
    )


def planned(*rows: dict[str, Any], stand: Stand = STAND) -> Plan:
    """What these rows come to; they stand in the lines from 2 on."""
    return made([Row(line, values) for line, values in enumerate(rows, 2)], stand)


def wrong(plan: Plan) -> list[tuple[int, str, str]]:
    """Line, column and what is wrong; nothing else is to be done then."""
    done = (plan.drafts, plan.products, plan.variants, plan.choices, plan.prices)
    assert (done, len(plan.refusals)) == (([],) * 5, len(plan.problems))
    return [(one.line, one.column, one.said) for one in plan.problems]
