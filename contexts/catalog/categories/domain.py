"""The rules of categories in plain Python: the tree, and addresses."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from contexts.catalog.categories import dto
from contexts.catalog.categories.errors import CategoryCycle, CategoryTooDeep
from gotuto.ids import CategoryId
from gotuto.text.characters import normal

# How deep the tree may become, and how deep it is shown: an answer with all its levels is just not too deep for JSON
# parsers like our own, which read 64. What stood deeper before stays there and is read by the list of categories.
MOST_LEVELS = 30
NAME_LENGTH = 200
DESCRIPTION_LENGTH = 10_000


def check_move(name: str, category_id: CategoryId, above: Collection[CategoryId]) -> None:
    """A category may stand anywhere but in itself or below itself; `above` is where it is put. Raises CategoryCycle."""
    if category_id in above:
        raise CategoryCycle(name=name)


def check_level(name: str, level: int, *, before: int = 0) -> None:
    """What stands too deep already may move as long as it gets no deeper. Raises CategoryTooDeep."""
    if level > max(MOST_LEVELS, before):
        raise CategoryTooDeep(name=name, level=level, most=MOST_LEVELS)


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
    """Categories in their order, each within its parent, down to MOST_LEVELS; from the lowest level up, without recursion."""
    below: dict[CategoryId | None, list[dto.Category]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)
    levels: list[list[dto.Category]] = [below.get(None, [])]
    while levels[-1] and len(levels) < MOST_LEVELS:
        levels.append([child for category in levels[-1] for child in below.get(category.id, ())])
    made: dict[CategoryId | None, tuple[dto.CategoryNode, ...]] = {}
    for level in reversed(levels):
        nodes: dict[CategoryId | None, list[dto.CategoryNode]] = {}
        for category in level:
            nodes.setdefault(category.parent_id, []).append(_node(category, made, has_children=category.id in below))
        made = {parent_id: tuple(found) for parent_id, found in nodes.items()}
    return dto.CategoryTree(results=made.get(None, ()))


def _node(
    category: dto.Category, made: Mapping[CategoryId | None, tuple[dto.CategoryNode, ...]], *, has_children: bool
) -> dto.CategoryNode:
    children = made.get(category.id, ())
    return dto.CategoryNode(
        id=category.id,
        name=category.name,
        slug=category.slug,
        children=children,
        is_cut=has_children and not children,
    )
