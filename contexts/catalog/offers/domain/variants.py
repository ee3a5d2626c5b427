"""Options and variants: what a buyer chooses, and what can be bought.

A product without options is its own only variant, so that the rules know one way for both.
"""

from collections.abc import Iterable, Mapping, Sequence

from contexts.catalog.categories.domain import NAME_LENGTH
from contexts.catalog.offers.domain import gtin, skus
from contexts.catalog.offers.dto import NewVariant, Option, Variant
from contexts.catalog.offers.errors import (
    CurrenciesDiffer,
    OptionsInvalid,
    OptionsNotChosen,
    SkuTaken,
    TooManyVariants,
    VariantExists,
    VariantNameTooLong,
    VariantsMissing,
)
from gotuto.ids import Sku

MOST_OPTIONS = 5
MOST_VALUES = 100
MOST_VARIANTS = 250


def check_options(options: Sequence[Option]) -> None:
    """Names differ, and so do the values of each, however they are spelled. Raises OptionsInvalid."""
    if len(options) > MOST_OPTIONS:
        raise OptionsInvalid(said=f"{len(options)} options are too many; {MOST_OPTIONS} at most.")
    if twice := _twice(option.name for option in options):
        raise OptionsInvalid(said=f"{twice} is there twice.")
    for option in options:
        if not 1 <= len(option.values) <= MOST_VALUES:
            raise OptionsInvalid(said=f"{option.name} needs 1 to {MOST_VALUES} values.")
        if twice := _twice(option.values):
            raise OptionsInvalid(said=f"{option.name} has {twice} twice.")


def checked(product_name: str, options: Sequence[Option], given: Sequence[NewVariant]) -> tuple[Variant, ...]:
    """What can be bought of a product, by all the rules that hold for one that is new.

    Raises VariantsMissing, and what `checked_variant` and `check_together` raise.
    """
    if not given or (len(given) > 1 and not options):
        raise VariantsMissing
    variants = tuple(checked_variant(product_name, options, one) for one in given)
    check_together(variants)
    return variants


def checked_variant(product_name: str, options: Sequence[Option], given: NewVariant) -> Variant:
    """One of them. Raises InvalidSku, PriceNotPositive, InvalidGtin, OptionsNotChosen, VariantNameTooLong."""
    sku = skus.normalised_sku(given.sku)
    skus.check_price(given.price)
    values = chosen(options, given.options, sku=sku)
    return Variant(
        sku=sku,
        name=variant_name(product_name, values.values(), sku=sku),
        options=values,
        price=given.price,
        gtin=gtin.checked_gtin(given.gtin),
        weight_grams=given.weight_grams,
        length_mm=given.length_mm,
        width_mm=given.width_mm,
        height_mm=given.height_mm,
        is_active=given.is_active,
    )


def check_together(variants: Sequence[Variant]) -> None:
    """Whoever has chosen a value of each option has chosen one variant, and all cost in one currency.

    Raises TooManyVariants, SkuTaken, VariantExists, CurrenciesDiffer.
    """
    if len(variants) > MOST_VARIANTS:
        raise TooManyVariants(count=len(variants), most=MOST_VARIANTS)
    seen: dict[tuple[tuple[str, str], ...], Sku] = {}
    currency = variants[0].price.currency
    for variant in variants:
        if variant.sku in seen.values():
            raise SkuTaken(sku=variant.sku)
        values = tuple(sorted(variant.options.items()))
        if values in seen:
            raise VariantExists(sku=seen[values], options=", ".join(variant.options.values()))
        if variant.price.currency != currency:
            raise CurrenciesDiffer(sku=variant.sku, currency=variant.price.currency, others=currency)
        seen[values] = variant.sku


def chosen(options: Sequence[Option], given: Mapping[str, str], *, sku: Sku) -> dict[str, str]:
    """What a variant is, in the order of the options. Raises OptionsNotChosen."""
    for name in given:
        if name not in {option.name for option in options}:
            raise OptionsNotChosen(sku=sku, said=f"the product has no option {name[:50]!r}")
    for option in options:
        if given.get(option.name) not in option.values:
            raise OptionsNotChosen(sku=sku, said=f"{option.name} must be one of {', '.join(option.values)}")
    return {option.name: given[option.name] for option in options}


def variant_name(product_name: str, values: Iterable[str], *, sku: Sku) -> str:
    """What it is called in carts and on invoices. Raises VariantNameTooLong."""
    name = ", ".join([product_name, *values])
    if len(name) > NAME_LENGTH:
        raise VariantNameTooLong(sku=sku, letters=len(name), most=NAME_LENGTH)
    return name


def cheapest(variants: Sequence[Variant]) -> Variant:
    """Whose price a list shows: the cheapest that is for sale, or the cheapest when none is."""
    return min(variants, key=lambda one: (not one.is_active, one.price.amount))


def _twice(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""
