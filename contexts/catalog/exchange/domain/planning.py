"""What rows of a file would do, and what is wrong with them: nothing is changed, so that checking and writing know the same rules."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from contexts.catalog.attributes import domain as attributes
from contexts.catalog.exchange.domain import rows as of_file
from contexts.catalog.exchange.dto import Listed, Offered, Stand
from contexts.catalog.exchange.errors import (
    CategoryUnclear,
    ChoiceWithoutProduct,
    NeededWhenNew,
    NotWithOptions,
    OfAnotherProduct,
    SaidTwice,
    SkuArchived,
    StyleNotSold,
)  # fmt: skip
from contexts.catalog.offers.domain import skus, variants
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.offers.errors import GtinTaken
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.errors import PriceCurrency
from gotuto.errors import BusinessError
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.imports.tables import Outcome, Problem, Row
from gotuto.money import Money

# What a refusal calls otherwise than a file.
_CALLED = {"category_id": "category", "amount": "price", "options": "option_1", "variants": "sku"}
_OF_THE_PRODUCT = ("name", "category", "description", "tax_class", "product_is_active", "attributes")


@dataclass
class Draft:
    """A product that is new, with what is sold of it; without options that is itself."""

    lines: list[int]
    name: str
    sku: str
    category_id: CategoryId
    description: str
    tax_class: str
    is_active: bool
    attributes: Mapping[str, Any]
    options: tuple[Option, ...]
    sold: list[NewVariant]


@dataclass
class Plan:
    """What is to be done, by what was found; `outcomes` has every line that is right."""

    drafts: list[Draft] = field(default_factory=list)
    products: list[tuple[ProductId, dict[str, Any]]] = field(default_factory=list)
    variants: list[tuple[ProductId, Sku, dict[str, Any]]] = field(default_factory=list)
    choices: list[tuple[ProductId, tuple[Option, ...], dict[str, dict[str, str]]]] = field(default_factory=list)
    added: list[tuple[ProductId, NewVariant]] = field(default_factory=list)
    prices: list[NewPrice] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refusals: list[BusinessError] = field(default_factory=list)

    @contextmanager
    def about(self, row: Row) -> Iterator[None]:
        """What is refused within is wrong with this row."""
        try:
            yield
        except BusinessError as refusal:
            name = str(refusal.field or next(iter(refusal.faults or ()), "")).partition(".")[0]
            column = _CALLED.get(name, name)
            self.problems.append(row.problem(column, refusal.detail))
            self.refusals.append(refusal)


def made(rows: Sequence[Row], stand: Stand) -> Plan:
    """The plan for whole bundles of rows."""
    plan = Plan()
    for _, bundle in groupby(rows, key=lambda row: of_file.bundle(row.values)):
        _Bundle(plan, stand, list(bundle)).plan()
    return plan


class _Bundle:
    """Rows of one product."""

    def __init__(self, plan: Plan, stand: Stand, rows: list[Row]) -> None:
        self._plan, self._stand, self._rows = plan, stand, rows
        self._style = rows[0].values.get("product")
        # Whoever says of which product goods are does not mean another one that has them.
        found = stand.products.get(self._style) if self._style else stand.product_of(sku_of(rows[0]))
        self._product: Listed | None = found

    def plan(self) -> None:
        right = [row for row in self._rows if self._is_right(row)]
        if not right:
            return
        if self._product is None:
            self._draft(right)
        else:
            self._change(self._product, right)

    def _is_right(self, row: Row) -> bool:
        """What can be said of a row before anything is done with its product."""
        before = len(self._plan.problems)
        with self._plan.about(row):
            self._check_place(row)
            self._check_gtin(row)
            self._check_same(row)
        return len(self._plan.problems) == before

    def _check_place(self, row: Row) -> None:
        sku = sku_of(row)
        owner, variant = self._stand.product_of(sku), self._stand.variants.get(sku)
        product = self._product
        if (owner and owner.is_gone) or (variant and variant.is_gone) or (product and product.is_gone):
            raise SkuArchived(sku=Sku(sku))
        if self._style and owner and owner is not product:
            raise OfAnotherProduct(sku=Sku(sku), product=owner.sku)
        if product and product.options and not variant and not self._style:
            raise StyleNotSold(sku=Sku(sku))
        if product and not product.options and self._style and (of_file.choice(row.values) or sku != product.sku):
            raise NotWithOptions(sku=product.sku)
        if of_file.choice(row.values) and not self._style and not variant:
            raise ChoiceWithoutProduct(sku=Sku(sku))
        called = row.values.get("category")
        if called and called not in self._stand.categories:
            raise CategoryUnclear(called=called[:200])

    def _check_gtin(self, row: Row) -> None:
        gtin = row.values.get("gtin")
        owner = self._stand.owners.get(gtin) if gtin else None
        if owner and owner not in (sku_of(row), self._style):
            raise GtinTaken(gtin=str(gtin), sku=Sku(owner))

    def _check_same(self, row: Row) -> None:
        """What is of the product is said alike in all of its rows."""
        first = self._rows[0]
        for name in _OF_THE_PRODUCT:
            if row.values.get(name) != first.values.get(name):
                raise SaidTwice(name=name, line=first.line)

    def _draft(self, rows: list[Row]) -> None:
        first, drafted = rows[0].values, len(self._plan.problems)
        sold: list[NewVariant] = []
        for row in rows:
            with self._plan.about(row):
                sold.append(self._new(row))
        if len(self._plan.problems) > drafted:
            return
        with self._plan.about(rows[0]):
            options = of_file.options_with((), [dict(one.options) for one in sold]) if self._style else ()
            variants.check_options(options)
            variants.checked(first["name"], options, sold)
            self._plan.drafts.append(self._drafted(rows, options, sold))
            self._plan.outcomes |= dict.fromkeys([row.line for row in rows], Outcome.CREATED)

    def _drafted(self, rows: list[Row], options: tuple[Option, ...], sold: list[NewVariant]) -> Draft:
        values = rows[0].values
        category_id = self._stand.categories[values["category"]]
        wanted = values.get("attributes") or {}
        attributes.fitting(self._stand.declared[category_id], {}, wanted)
        is_active = values.get("product_is_active" if options else "is_active")
        return Draft(
            lines=[row.line for row in rows],
            name=values["name"],
            sku=self._style or sold[0].sku,
            category_id=category_id,
            description=values.get("description") or "",
            tax_class=values.get("tax_class") or "standard",
            is_active=is_active is not False,
            attributes=wanted,
            options=options,
            sold=sold,
        )

    def _new(self, row: Row, product: Listed | None = None) -> NewVariant:
        values = row.values
        for name in ("price",) if product else ("name", "category", "price"):
            if values.get(name) is None:
                raise NeededWhenNew(name=name, sku=Sku(sku_of(row)))
        price = money(values, product.price.currency if product else self._stand.currency)
        skus.check_price(price)
        return NewVariant(
            sku=sku_of(row),
            options=of_file.choice(values) if self._style else {},
            price=price,
            gtin=values.get("gtin") or "",
            is_active=values.get("is_active") is not False,
            **{name: values.get(name) for name in of_file.MEASURES},
        )

    def _change(self, product: Listed, rows: list[Row]) -> None:
        changes, begun = self._of_product(product, rows[0]), len(self._plan.problems)
        if changes:
            self._plan.products.append((product.id, changes))
        choices: dict[str, dict[str, str]] = {}
        for row in rows:
            with self._plan.about(row):
                self._row(product, row, choices, is_changed=bool(changes))
        if len(self._plan.problems) == begun and choices:
            with self._plan.about(rows[0]):
                options = of_file.options_with(product.options, list(choices.values()))
                variants.check_options(options)
                if options != product.options or any(sku in self._stand.variants for sku in choices):
                    known = {sku: chosen for sku, chosen in choices.items() if sku in self._stand.variants}
                    self._plan.choices.append((product.id, options, known))

    def _row(self, product: Listed, row: Row, choices: dict[str, dict[str, str]], *, is_changed: bool) -> None:
        sku, variant = sku_of(row), self._stand.variants.get(sku_of(row))
        outcome = Outcome.CHANGED if is_changed else Outcome.UNCHANGED
        if product.options and variant is None:
            new = self._new(row, product)
            variants.chosen(of_file.options_with(product.options, [dict(new.options)]), new.options, sku=Sku(sku))
            choices[sku] = dict(new.options)
            self._plan.added.append((product.id, new))
            outcome = Outcome.CREATED
        elif variant:
            chosen = of_file.choice(row.values)
            if chosen and chosen != variant.options:
                choices[sku], outcome = chosen, Outcome.CHANGED
            if self._of_sold(variant, product, row):
                outcome = Outcome.CHANGED
        elif self._of_sold(product, product, row):
            outcome = Outcome.CHANGED
        self._plan.outcomes[row.line] = outcome

    def _of_sold(self, sold: Listed | Offered, product: Listed, row: Row) -> bool:
        """Whether anything of what is sold is said otherwise than it is."""
        values, said = row.values, {}
        for name in ("gtin", *of_file.MEASURES):
            wanted = values.get(name, getattr(sold, name)) or ("" if name == "gtin" else None)
            if wanted != getattr(sold, name):
                said[name] = wanted
        if values.get("is_active") not in (None, sold.is_active):
            said["is_active"] = values["is_active"]
        price = money(values, sold.price.currency) if values.get("price") is not None else sold.price
        if values.get("currency") not in (None, sold.price.currency):
            raise PriceCurrency(sku=sold.sku, expected=sold.price.currency, given=values["currency"])
        if price != sold.price:
            skus.check_price(price)
            self._plan.prices.append(NewPrice(sku=sold.sku, price=price, reason="import"))
        if said and isinstance(sold, Offered):
            self._plan.variants.append((product.id, sold.sku, said))
        elif said:
            self._plan.products.append((product.id, said))
        return bool(said) or price != sold.price

    def _of_product(self, product: Listed, row: Row) -> dict[str, Any]:
        """What is said of the product otherwise than it is."""
        values = row.values
        said: dict[str, Any] = {
            name: values[name]
            for name in ("name", "tax_class")
            if values.get(name) not in (None, getattr(product, name))
        }
        if "description" in values and (values["description"] or "") != product.description:
            said["description"] = values["description"] or ""
        called = values.get("category")
        if called and self._stand.categories[called] != product.category_id:
            said["category_id"] = self._stand.categories[called]
        if product.options and values.get("product_is_active") not in (None, product.is_active):
            said["is_active"] = values["product_is_active"]
        return said | self._described(product, row, said.get("category_id"))

    def _described(self, product: Listed, row: Row, moved_to: CategoryId | None) -> dict[str, Any]:
        given = row.values.get("attributes") or {}
        if "attributes" not in row.values or given == product.attributes:
            return {}
        wanted = {**dict.fromkeys(product.attributes), **given}
        with self._plan.about(row):
            category_id = moved_to or product.category_id
            assert category_id is not None
            attributes.fitting(self._stand.declared[category_id], product.attributes, wanted)
        return {"attributes": wanted}


def sku_of(row: Row) -> str:
    return str(row.values["sku"])


def money(values: Mapping[str, Any], currency: str) -> Money:
    """The price of a row. Raises UnknownCurrency, TooPrecise."""
    return Money(Decimal(values["price"]), values.get("currency") or currency)
