"""Categories as rows of a file: each known by its slug, within the category whose slug is its `parent`.

What a category stands in is there already, or further up in the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contexts.catalog.categories.domain import DESCRIPTION_LENGTH, MOST_SIBLINGS, NAME_LENGTH, slug
from contexts.catalog.categories.dto import Category
from gotuto.ids import CategoryId
from gotuto.imports.cells import long_text, text, whole
from gotuto.imports.tables import Column, Outcome, Problem, Row
from gotuto.text import UnfitText


def _slug(cell: str) -> str:
    given: str = text(NAME_LENGTH)(cell)
    if slug(given) != given:
        raise UnfitText(f"A slug has letters and digits joined by hyphens: {slug(given)}.")
    return given


COLUMNS = (
    Column("slug", _slug, is_required=True),
    Column("name", text(NAME_LENGTH)),
    Column("parent", _slug),
    Column("position", whole(0, MOST_SIBLINGS)),
    Column("description", long_text(DESCRIPTION_LENGTH)),
)


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """Categories by their slugs, and the slugs of today by those that led to them before."""

    by_slug: Mapping[str, Category]
    slug_of: Mapping[CategoryId, str]
    former: Mapping[str, str]


@dataclass
class ShelfPlan:
    """Which categories are made and changed, in the order of their lines; `parent` is a slug."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    steps: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def bundle(values: Mapping[str, Any]) -> str:
    """Each stands for itself."""
    return str(values.get("slug") or "")


def made(rows: Sequence[Row], stand: Shelves) -> ShelfPlan:
    """What these rows come to, by how things stand."""
    plan = ShelfPlan()
    for row in rows:
        before = stand.by_slug.get(row.values["slug"])
        wrong = [*_faults(row, before, stand)]
        plan.problems += wrong
        if wrong:
            continue
        said = _said_of(row, before, stand)
        if said:
            plan.steps.append((row.values["slug"], said))
        plan.outcomes[row.line] = Outcome.CREATED if before is None else Outcome.CHANGED if said else Outcome.UNCHANGED
    return plan


def _faults(row: Row, before: Category | None, stand: Shelves) -> Iterator[Problem]:
    own, parent = row.values["slug"], row.values.get("parent")
    if before is None and own in stand.former:
        yield row.problem("slug", f"This address leads to {stand.former[own]}, which had it before.")
    if before is None and not row.values.get("name"):
        yield row.problem("name", "A new category needs a name.")
    if parent == own:
        yield row.problem("parent", "A category does not stand in itself.")
    elif parent and parent not in stand.by_slug:
        yield from _not_above(row, parent)


def _not_above(row: Row, parent: str) -> Iterator[Problem]:
    if row.above is None:
        yield row.problem("parent", f"There is no category {parent}.")
    elif row.above.is_broken:
        yield row.problem("parent", f"{parent} in line {row.above.line} is not written either.")
    elif row.above.line > row.line:
        yield row.problem("parent", f"{parent} comes in line {row.above.line}. Put it above this line.")


def _said_of(row: Row, before: Category | None, stand: Shelves) -> dict[str, Any]:
    """What the row says otherwise than it is, or all of it."""
    said: dict[str, Any] = {}
    for name in ("name", "description"):
        if name in row.values and (name == "description" or row.values[name]):
            said[name] = row.values[name] or ""
    if "parent" in row.values:
        said["parent"] = row.values["parent"] or ""
    if row.values.get("position") is not None:
        said["position"] = row.values["position"]
    if before is None:
        # Among siblings that stand by name, a newcomer needs no place.
        return {name: value for name, value in said.items() if value or name == "name"}
    stands_in = stand.slug_of[before.parent_id] if before.parent_id else ""
    now = {"name": before.name, "description": before.description, "position": before.position, "parent": stands_in}
    return {name: value for name, value in said.items() if value != now[name]}
