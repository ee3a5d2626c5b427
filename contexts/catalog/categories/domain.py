"""The rules of categories in plain Python: the tree, and addresses."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from contexts.catalog.categories import dto
from contexts.catalog.categories.errors import CategoryCycle
from gotuto.ids import CategoryId
from gotuto.text.characters import normal

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 10_000


def check_move(name: str, parent_id: CategoryId | None, branch: Collection[CategoryId]) -> None:
    """A category may stand anywhere but in its own branch, which begins with itself. Raises CategoryCycle."""
    if parent_id in branch:
        raise CategoryCycle(name=name)


def slug(name: str) -> str:
    """A readable part of an address: the letters and digits of every script stay, accents go."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    # Composed again, as everything is that comes in: what is looked for by its slug must be spelled like it.
    return normal(re.sub(r"[\W_]+", "-", plain)).strip("-")[:NAME_LENGTH] or "unnamed"


def free_slug(name: str, taken: Collection[str]) -> str:
    """The slug of the name, numbered from 2 on when others have it."""
    wanted = slug(name)
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


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
