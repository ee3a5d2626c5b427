"""Questions about attributes; one statement each, or two."""

from collections.abc import Sequence
from uuid import UUID

from contexts.catalog.attributes import domain, models, statements
from contexts.catalog.attributes.dto import Attribute, Attributes
from contexts.catalog.attributes.errors import AttributeNotFound
from gotuto.db import fetch
from gotuto.ids import CategoryId


def attributes_of(*, category_id: CategoryId, languages: Sequence[str] = ()) -> Attributes:
    """What the products of a category tell of themselves, what is inherited first; nothing of one that nobody knows."""
    return Attributes(results=tuple(domain.labelled(one, languages) for one in statements.along(category_id)))


def filters_in(*, slug: str, codes: Sequence[str] = ()) -> tuple[Attribute, ...]:
    """By what products of a category, and of all below it, are filtered, or by these codes: each once, as it is declared first."""
    found: dict[str, Attribute] = {}
    for one in statements.filterable_in(slug, codes):
        found.setdefault(one.code, domain.labelled(one, ()))
    return tuple(found.values())


def get_attribute(*, category_id: CategoryId, code: str, languages: Sequence[str] = ()) -> Attribute:
    """An attribute that a category declares or inherits. Raises AttributeNotFound."""
    for one in statements.along(category_id):
        if one.code == code:
            return domain.labelled(one, languages)
    raise AttributeNotFound(wanted=code[: domain.CODE_LENGTH])


def attribute_with_id(*, attribute_id: UUID) -> Attribute:
    """Raises AttributeNotFound."""
    row = fetch(models.Attribute, attribute_id, missing=lambda: AttributeNotFound(wanted=str(attribute_id)))
    return domain.labelled(row.to_dto(), ())
