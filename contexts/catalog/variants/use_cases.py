"""What can be done to the variants of a product: the product is locked, as they are one whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import convert, to_builtins

from contexts.catalog.categories.dto import KEEP, Keep
from contexts.catalog.offers import statements as offers
from contexts.catalog.offers.domain import variants as rules
from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.offers.dto import NewVariant, Option, Variant
from contexts.catalog.offers.errors import LastVariant, OptionsMissing, VariantNotFound
from contexts.catalog.offers.statements import remember_who
from contexts.catalog.products import dto, locks, models, signals
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.variants import domain
from gotuto.db import unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ProductId, Sku
from gotuto.money import Money


@unit_of_work
def add_variant(
    *,
    product_id: ProductId,
    variant: NewVariant,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductDetail:
    """Let a further choice of a product's options be bought, at the end of the others.

    Raises ProductNotFound, Stale, OptionsMissing, GtinTaken, and what `variants.checked_variant` and `check_together` raise.
    """
    row, living = _locked(product_id, expected_version, now)
    return _added(row, living, [variant], now)


@unit_of_work
def update_variant(
    *,
    product_id: ProductId,
    sku: str,
    price: Money | None = None,
    gtin: str | None = None,
    weight_grams: int | Keep | None = KEEP,
    length_mm: int | Keep | None = KEEP,
    width_mm: int | Keep | None = KEEP,
    height_mm: int | Keep | None = KEEP,
    is_active: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductDetail:
    """Change what is given of a variant; what it is of each option is changed with the options, and its SKU never.

    A product without options is its own only variant, and can be changed as such.
    Raises ProductNotFound, VariantNotFound, Stale, PriceNotPositive, CurrenciesDiffer, InvalidGtin, GtinTaken.
    """
    row, living = _locked(product_id, expected_version, now)
    if _is_itself(row, sku):
        return update_product(
            product_id=product_id,
            price=price,
            gtin=gtin,
            weight_grams=weight_grams,
            length_mm=length_mm,
            width_mm=width_mm,
            height_mm=height_mm,
            is_active=is_active,
            now=now,
        )
    variant = _found(row, living, sku)
    before = variant.to_dto()
    changed = offers.correct(
        variant,
        price=price,
        gtin=gtin,
        weight_grams=weight_grams,
        length_mm=length_mm,
        width_mm=width_mm,
        height_mm=height_mm,
    )
    if is_active is not None and is_active != variant.is_active:
        variant.is_active, changed = is_active, (*changed, "is_active")
    rules.check_together([one.to_dto() for one in living])
    return _changed(row, living, variant, before, changed, now)


@unit_of_work
def offer_all_choices(*, product_id: ProductId, options: str, price: Money, now: datetime) -> dto.ProductDetail:
    """Have a variant for every choice of these options, `Size: S, M, L` on a line each; those that there are stay as they are.

    What a product without options was sold as is the first choice. Raises OptionsInvalid, TooManyVariants, and what
    `set_options` and `add_variant` raise.
    """
    row, living = _locked(product_id, None, now)
    wanted = domain.options_of(options)
    every = list(domain.choices(wanted))
    first = {} if living else {row.sku: every[0]}
    set_options(product_id=product_id, options=wanted, variants=first, now=now)
    row, living = _locked(product_id, None, now)
    there = [one.options for one in living]
    missing = [choice for choice in every if choice not in there]
    skus = [domain.sku_of(row.sku, choice.values()) for choice in missing]
    new = [NewVariant(sku=sku, options=choice, price=price) for sku, choice in zip(skus, missing, strict=True)]
    return _added(row, living, new, now)


@unit_of_work
def remove_variant(*, product_id: ProductId, sku: str, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """Take a variant out of the catalogue for good; its row stays, so that its SKU never means other goods.

    Raises ProductNotFound, VariantNotFound, LastVariant, Stale.
    """
    row, living = _locked(product_id, expected_version, now)
    if _is_itself(row, sku):
        raise LastVariant(sku=Sku(row.sku))
    variant = _found(row, living, sku)
    if len(living) == 1:
        raise LastVariant(sku=Sku(variant.sku))
    variant.is_active, variant.deleted_at, variant.updated_at = False, now, now
    variant.save(update_fields=["is_active", "deleted_at", "updated_at"])
    signals.variant_removed.publish(
        signals.VariantRemoved(product_id=product_id, sku=Sku(variant.sku), occurred_at=now)
    )
    _saved(row, [one for one in living if one is not variant], now)


@unit_of_work
def set_options(
    *,
    product_id: ProductId,
    options: Sequence[Option],
    variants: Mapping[str, Mapping[str, str]],
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductDetail:
    """Say anew what a buyer chooses, and which values each SKU has.

    A product without options becomes one with them: what it was sold as is its first variant from then on, and it keeps an
    option for ever. A variant that is not named keeps its values. Raises ProductNotFound, Stale, OptionsMissing, OptionsInvalid,
    OptionsNotChosen, VariantNotFound, VariantExists, VariantNameTooLong.
    """
    row, living = _locked(product_id, expected_version, now)
    if not options:
        raise OptionsMissing(sku=Sku(row.sku))
    rules.check_options(options)
    living = living or [_first_variant(row, now)]
    given = {normalised_sku(sku): values for sku, values in variants.items()}
    for unknown in given.keys() - {one.sku for one in living}:
        raise VariantNotFound(product=Sku(row.sku), sku=unknown)
    row.options = to_builtins(options)
    for one in living:
        sku = Sku(one.sku)
        one.options = rules.chosen(options, given.get(sku, one.options), sku=sku)
        one.name = rules.variant_name(row.name, one.options.values(), sku=sku)
        one.updated_at = now
    rules.check_together([one.to_dto() for one in living])
    _save_chosen(living)
    _tell_updated(row, living, ("options",), now)
    return _saved(row, living, now)


def _locked(
    product_id: ProductId, expected: ExpectedVersion, now: datetime
) -> tuple[models.Product, list[models.Variant]]:
    row = locks.lock_product(product_id, now=now)
    check_version(expected=expected, actual=row.version)
    return row, models.living_variants(row)


def _added(
    row: models.Product, living: Sequence[models.Variant], given: Sequence[NewVariant], now: datetime
) -> dto.ProductDetail:
    """With these at the end, in as many statements for many as for one."""
    options, product_id = _options(row), ProductId(row.id)
    new = [rules.checked_variant(row.name, options, one) for one in given]
    rules.check_together([*(one.to_dto() for one in living), *new])
    offers.take_numbers(skus=[one.sku for one in new], gtins=[one.gtin for one in new])
    place = 1 + max((one.position for one in living), default=0)
    added = [models.variant_row(row, one, at, now=now) for at, one in enumerate(new, place)]
    remember_who()
    models.Variant.objects.bulk_create(added)
    signals.variant_added.publish_all([signals.added(product_id, one, now) for one in new])
    return _saved(row, [*living, *added], now)


def _options(row: models.Product) -> tuple[Option, ...]:
    if not row.options:
        raise OptionsMissing(sku=Sku(row.sku))
    return convert(row.options, tuple[Option, ...])


def _is_itself(row: models.Product, sku: str) -> bool:
    """Whether a product without options is meant."""
    return not row.options and normalised_sku(sku) == row.sku


def _found(row: models.Product, living: Sequence[models.Variant], sku: str) -> models.Variant:
    wanted = normalised_sku(sku)
    for one in living:
        if one.sku == wanted:
            return one
    raise VariantNotFound(product=Sku(row.sku), sku=wanted)


def _first_variant(row: models.Product, now: datetime) -> models.Variant:
    """What a product without options was sold as; from now on its GTIN and measures are the variant's."""
    itself = row.sold_as(row.sku, row.name, {}, is_active=True)
    row.gtin, row.weight_grams, row.length_mm, row.width_mm, row.height_mm = "", None, None, None, None
    return models.variant_row(row, itself, 0, now=now)


def _save_chosen(living: Sequence[models.Variant]) -> None:
    """All at once: two that change places are never the same on the way."""
    kept = [one for one in living if not one._state.adding]
    models.Variant.objects.bulk_create([one for one in living if one._state.adding])
    models.Variant.objects.bulk_update(kept, ["options", "name", "updated_at"])


def _saved(row: models.Product, living: Sequence[models.Variant], now: datetime) -> dto.ProductDetail:
    """The next version of the product, with the price of the cheapest variant."""
    variants = [one.to_dto() for one in living]
    row.show(variants)
    save_next_version(row, now=now)
    return row.to_detail(variants)


def _changed(
    row: models.Product,
    living: Sequence[models.Variant],
    variant: models.Variant,
    before: Variant,
    changed: tuple[str, ...],
    now: datetime,
) -> dto.ProductDetail:
    after = variant.to_dto()
    if after == before:
        return row.to_detail([one.to_dto() for one in living])
    variant.updated_at = now
    variant.save(force_update=True)
    if after.price != before.price:
        signals.price_changed.publish(
            signals.PriceChanged(
                product_id=ProductId(row.id), sku=after.sku, old=before.price, new=after.price, occurred_at=now
            )
        )
    if changed:
        _tell_updated(row, [variant], changed, now)
    return _saved(row, living, now)


def _tell_updated(
    row: models.Product, variants: Sequence[models.Variant], changed: tuple[str, ...], now: datetime
) -> None:
    signals.variant_updated.publish_all(
        [
            signals.VariantUpdated(
                product_id=ProductId(row.id),
                sku=Sku(one.sku),
                variant_name=one.name,
                is_active=one.is_active,
                changed=changed,
                occurred_at=now,
            )
            for one in variants
        ]
    )
