"""The rules of the catalogue in plain Python: names of goods, prices, addresses, the tree, what a search looks for."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from contexts.catalog import dto
from contexts.catalog.errors import CategoryCycle, InvalidSku, PriceNotPositive, ProductNotForSale
from gotuto.ids import CategoryId, Sku
from gotuto.money import Money

SKU_LENGTH = 64
NAME_LENGTH = 200
SLUG_LENGTH = 220
DESCRIPTION_LENGTH = 10_000
SEARCH_LENGTH = 200

_SKU = re.compile(r"[A-Z0-9._-]+")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")


def normalised_sku(text: str) -> Sku:
    """The one spelling of a SKU: trimmed, upper-case. Raises InvalidSku."""
    sku = text.strip().upper()
    if len(sku) > SKU_LENGTH or not _SKU.fullmatch(sku):
        raise InvalidSku(text)
    return Sku(sku)


def check_price(price: Money) -> None:
    """Nothing is given away, and nobody is paid for taking goods. Raises PriceNotPositive."""
    if not price.is_positive:
        raise PriceNotPositive(price=price)


def check_for_sale(product: dto.PricedProduct, *, is_active: bool, currency: str | None) -> None:
    """An inactive product cannot be bought, nor one in another currency than its own. Raises ProductNotForSale."""
    if not is_active:
        raise ProductNotForSale(sku=product.sku)
    if currency is not None and currency != product.unit_price.currency:
        raise ProductNotForSale(sku=product.sku, currency=currency)


def check_move(name: str, parent_id: CategoryId | None, branch: Collection[CategoryId]) -> None:
    """A category may stand anywhere but in its own branch, which begins with itself. Raises CategoryCycle."""
    if parent_id in branch:
        raise CategoryCycle(name=name)


def slug(name: str) -> str:
    """A readable part of an address: the letters and digits of every script stay, accents go."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:NAME_LENGTH] or "unnamed"


def free_slug(name: str, taken: Collection[str]) -> str:
    """The slug of the name, numbered from 2 on when others have it."""
    wanted = slug(name)
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def search_phrases(text: str) -> list[list[str]]:
    """What a search looks for: each phrase, of which the last word may be the beginning of a longer one.

    Blanks part phrases, punctuation parts the words of one, so that "TEA-1" finds TEA-100, but not POT-1 for tea.
    """
    phrases = ([word for word in _PUNCTUATION.split(phrase) if word] for phrase in text[:SEARCH_LENGTH].split())
    return [words for words in phrases if words]


def tree(categories: Iterable[dto.Category]) -> dto.CategoryTree:
    """Categories in their order, each within its parent."""
    below: dict[CategoryId | None, list[dto.Category]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)

    def nodes(parent_id: CategoryId | None) -> tuple[dto.CategoryNode, ...]:
        return tuple(
            dto.CategoryNode(id=category.id, name=category.name, slug=category.slug, children=nodes(category.id))
            for category in below.get(parent_id, ())
        )

    return dto.CategoryTree(results=nodes(None))
