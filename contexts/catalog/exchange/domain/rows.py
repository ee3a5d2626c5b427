"""Products as rows of a file: a row for all that is bought, with what it shares with others of its product repeated.

A row with `product`, the number of a style, is a variant of it, and says what it is of each option; one without is a product by
itself, or names a variant that there is.
"""

from collections.abc import Mapping
from typing import Any

from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, NAME_LENGTH
from contexts.catalog.offers.domain.gtin import checked_gtin
from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.offers.domain.variants import MOST_OPTIONS
from contexts.catalog.offers.dto import Option
from contexts.catalog.offers.errors import OptionsInvalid
from gotuto.imports.cells import amount, document, long_text, one_of, text, truth, upper, whole
from gotuto.imports.tables import Column
from gotuto.tax_classes import TaxClass

_PATH_LENGTH = 2_000
MEASURES = ("weight_grams", "length_mm", "width_mm", "height_mm")

COLUMNS = (
    Column("sku", normalised_sku, is_required=True),
    Column("product", normalised_sku),
    Column("name", text(NAME_LENGTH)),
    Column("category", text(_PATH_LENGTH)),
    Column("description", long_text(DESCRIPTION_LENGTH)),
    Column("price", amount),
    Column("currency", upper(text(3))),
    Column("tax_class", one_of([one.value for one in TaxClass])),
    Column("gtin", checked_gtin),
    Column("weight_grams", whole(1, 10_000_000)),
    *(Column(name, whole(1, 100_000)) for name in MEASURES[1:]),
    Column("is_active", truth),
    Column("product_is_active", truth),
    Column("attributes", document(50_000)),
    *(
        Column(f"{what}_{number}", text(most))
        for number in range(1, MOST_OPTIONS + 1)
        for what, most in (("option", 50), ("value", 60))
    ),
)


def bundle(values: Mapping[str, Any]) -> str:
    """What a row is a part of."""
    return str(values.get("product") or values.get("sku") or "")


def choice(values: Mapping[str, Any]) -> dict[str, str]:
    """What a row is of each option. Raises OptionsInvalid."""
    chosen: dict[str, str] = {}
    for number in range(1, MOST_OPTIONS + 1):
        option, value = values.get(f"option_{number}"), values.get(f"value_{number}")
        if option and value:
            chosen[option] = value
        elif option or value:
            raise OptionsInvalid(said=f"option_{number} and value_{number} belong together.")
    return chosen


def options_with(known: tuple[Option, ...], choices: list[dict[str, str]]) -> tuple[Option, ...]:
    """Options with the values that are chosen, in the order in which they come; the first choice says which options there are."""
    values = {option.name: dict.fromkeys(option.values) for option in known}
    for chosen in choices:
        for name, value in chosen.items():
            values.setdefault(name, {})[value] = None
    return tuple(Option(name=name, values=tuple(found)) for name, found in values.items())


def path_of(text: str) -> tuple[str, ...]:
    """The names of categories from the top down, `Tea > Green`."""
    return tuple(part.strip() for part in text.split(">"))
