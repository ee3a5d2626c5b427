"""The rules of categories in plain Python: the tree, and addresses."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from contexts.catalog.categories import dto
from contexts.catalog.categories.errors import CategoryCycle, CategoryTooDeep
from gotuto.ids import CategoryId
from gotuto.text.characters import normal

# How deep the tree may become, and how deep it is shown: an answer with all its levels is just not too deep for JSON
# parsers like our own, which read 64. What stood deeper before stays there and is read by the list of categories.
MOST_LEVELS = 30
MOST_SIBLINGS = 10_000
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


def placed(siblings: Sequence[CategoryId], moved: CategoryId, position: int) -> dict[CategoryId, int]:
    """Which place each sibling has when one is put at `position`, counted from 1; at 0 they all stand by name again."""
    if position == 0:
        return dict.fromkeys([*siblings, moved], 0)
    order = [sibling for sibling in siblings if sibling != moved]
    order.insert(position - 1, moved)
    return {category_id: place for place, category_id in enumerate(order, start=1)}


def at_the_end(places: Iterable[int]) -> int:
    """The place of a newcomer: the last one, or among siblings that stand by name none."""
    last = max(places, default=0)
    return last + 1 if last else 0


def tree(categories: Iterable[dto.Category], *, products: Mapping[CategoryId, int] | None = None) -> dto.CategoryTree:
    """Categories in their order, each within its parent, down to MOST_LEVELS; from the lowest level up, without recursion.

    `products` says how many stand in each category itself.
    """
    below: dict[CategoryId | None, list[dto.Category]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)
    levels: list[list[dto.Category]] = [below.get(None, [])]
    while levels[-1]:
        levels.append([child for category in levels[-1] for child in below.get(category.id, ())])
    counted = None if products is None else _with_all_below(levels, products)
    made: dict[CategoryId | None, tuple[dto.CategoryNode, ...]] = {}
    for level in reversed(levels[:MOST_LEVELS]):
        nodes: dict[CategoryId | None, list[dto.CategoryNode]] = {}
        for category in level:
            node = _node(category, made, counted, has_children=category.id in below)
            nodes.setdefault(category.parent_id, []).append(node)
        made = {parent_id: tuple(found) for parent_id, found in nodes.items()}
    return dto.CategoryTree(results=made.get(None, ()))


def _with_all_below(
    levels: Sequence[Sequence[dto.Category]], products: Mapping[CategoryId, int]
) -> Counter[CategoryId | None]:
    counted: Counter[CategoryId | None] = Counter(products)
    for level in reversed(levels):
        for category in level:
            counted[category.parent_id] += counted[category.id]
    return counted


def _node(
    category: dto.Category,
    made: Mapping[CategoryId | None, tuple[dto.CategoryNode, ...]],
    counted: Mapping[CategoryId | None, int] | None,
    *,
    has_children: bool,
) -> dto.CategoryNode:
    children = made.get(category.id, ())
    return dto.CategoryNode(
        id=category.id,
        name=category.name,
        slug=category.slug,
        children=children,
        is_cut=has_children and not children,
        product_count=None if counted is None else counted[category.id],
    )
