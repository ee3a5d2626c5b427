"""What can be done to translations: each is written as a whole, or taken away.

The product, or the tree of categories, is locked before its translation is read, as by whoever changes the original.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from contexts.catalog.categories import domain as addresses
from contexts.catalog.categories import statements as tree
from contexts.catalog.categories.errors import CategoryNotFound
from contexts.catalog.categories.models import Category
from contexts.catalog.products.locks import lock_product
from contexts.catalog.products.models import Product
from contexts.catalog.translations import domain, dto, models, signals, statements
from contexts.catalog.translations.errors import TranslatedSlugTaken, TranslationNotFound
from gotuto.db import fetch, unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId, ProductId, Sku


@unit_of_work
def translate_product(
    *,
    product_id: ProductId,
    language: str,
    name: str = "",
    slug: str = "",
    description: str = "",
    options: Sequence[dto.OptionText] = (),
    known: Sequence[str],
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductTexts:
    """Say what a product is called in one of the known languages; what is not given is told as in the original.

    Raises ProductNotFound, LanguageUnknown, TranslationEmpty, OptionUntranslatable, OptionsAlike, TranslatedSlugTaken, Stale.
    """
    domain.check_language(language, known)
    domain.check_something(name, description, *options)
    product = lock_product(product_id, now=now)
    row = models.ProductTranslation.objects.filter(product_id=product_id, language=language).first()
    row = row or models.ProductTranslation(product=product, language=language, version=0, created_at=now)
    check_version(expected=expected_version, actual=row.version)
    said = domain.checked_options(models.options_of(product), options)
    address = _address_of_product(row, name, slug)
    changed = _changed(row, address, name=name, description=description, options=to_builtins(list(said)))
    if changed:
        _save(row, now)
        statements.touch_product(product_id, now)
        _tell_product(product, language, changed, now)
    return row.to_dto(product)


@unit_of_work
def untranslate_product(
    *, product_id: ProductId, language: str, expected_version: ExpectedVersion = None, now: datetime
) -> None:
    """Let a product be told as in the original; nothing leads to its addresses in this language any more.

    Raises ProductNotFound, TranslationNotFound, Stale.
    """
    product = lock_product(product_id, now=now)
    row = models.ProductTranslation.objects.filter(product_id=product_id, language=language).first()
    texts = _delete(row, language, expected_version)
    statements.touch_product(product_id, now)
    _tell_product(product, language, texts, now)


@unit_of_work
def translate_category(
    *,
    category_id: CategoryId,
    language: str,
    name: str = "",
    slug: str = "",
    description: str = "",
    known: Sequence[str],
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.CategoryTexts:
    """Say what a category is called in one of the known languages; what is not given is told as in the original.

    Raises CategoryNotFound, LanguageUnknown, TranslationEmpty, TranslatedSlugTaken, Stale.
    """
    domain.check_language(language, known)
    domain.check_something(name, description)
    category = _locked_category(category_id)
    row = models.CategoryTranslation.objects.filter(category_id=category_id, language=language).first()
    row = row or models.CategoryTranslation(category=category, language=language, version=0, created_at=now)
    check_version(expected=expected_version, actual=row.version)
    address = _address_of_category(category, row, name, slug)
    changed = _changed(row, address, name=name, description=description)
    if changed:
        _save(row, now)
        statements.touch_category(category_id, now)
        _tell_category(category_id, language, changed, now)
    return row.to_dto(category)


@unit_of_work
def untranslate_category(
    *, category_id: CategoryId, language: str, expected_version: ExpectedVersion = None, now: datetime
) -> None:
    """Let a category be told as in the original; nothing leads to its addresses in this language any more.

    Raises CategoryNotFound, TranslationNotFound, Stale.
    """
    _locked_category(category_id)
    row = models.CategoryTranslation.objects.filter(category_id=category_id, language=language).first()
    texts = _delete(row, language, expected_version)
    statements.touch_category(category_id, now)
    _tell_category(category_id, language, texts, now)


def _locked_category(category_id: CategoryId) -> Category:
    Category.lock_tree()
    return fetch(Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id))


def _address_of_product(row: models.ProductTranslation, name: str, slug: str) -> str:
    """Raises TranslatedSlugTaken."""
    begin = addresses.slug(slug or name)
    taken = statements.product_slugs(ProductId(row.product_id), row.language, begin) if slug or name else {}
    address = domain.claimed_slug(name, slug, row.slug, taken)
    if address in taken:
        raise TranslatedSlugTaken(slug=address, name=taken[address])
    return address


def _address_of_category(category: Category, row: models.CategoryTranslation, name: str, slug: str) -> str:
    """An address that leads to no other category, in no language. Raises TranslatedSlugTaken."""
    taken = tree.slugs_like(addresses.slug(name), but=CategoryId(category.id)) if name and not slug else set()
    address = domain.claimed_slug(name, slug, row.slug, taken)
    owner = Category.objects.led_to_by(address).first() if address else None
    if owner is not None and owner.id != category.id:
        raise TranslatedSlugTaken(slug=address, name=owner.name)
    return address


def _changed(row: Any, address: str, **texts: Any) -> tuple[str, ...]:
    changed = set_changed(row, **texts)
    if address == row.slug:
        return changed
    row.take_slug(address)
    return (*changed, "slug")


def _save(row: Any, now: datetime) -> None:
    with unique(TranslatedSlugTaken(slug=row.slug, name="something else")):
        if row.version:
            save_next_version(row, now=now)
        else:
            row.version, row.updated_at = 1, now
            row.save(force_insert=True)


def _delete(row: Any, language: str, expected_version: ExpectedVersion) -> tuple[str, ...]:
    """The texts that there were. Raises TranslationNotFound, Stale."""
    if row is None:
        raise TranslationNotFound(language=language[: models.LANGUAGE_LENGTH])
    check_version(expected=expected_version, actual=row.version)
    row.delete()
    return tuple(name for name in ("name", "description", "options", "slug") if getattr(row, name, None))


def _tell_product(product: Product, language: str, changed: tuple[str, ...], now: datetime) -> None:
    signals.product_translated.publish(
        signals.ProductTranslated(
            product_id=ProductId(product.id), sku=Sku(product.sku), language=language, changed=changed, occurred_at=now
        )
    )


def _tell_category(category_id: CategoryId, language: str, changed: tuple[str, ...], now: datetime) -> None:
    signals.category_translated.publish(
        signals.CategoryTranslated(category_id=category_id, language=language, changed=changed, occurred_at=now)
    )
