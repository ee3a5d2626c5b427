"""Stock as rows of a file: what of a SKU lies at a location, and in the row of the main one, when more is to be ordered.

Checking and writing make the same plan; one tells what is wrong with it, the other does it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contexts.inventory.exchange.dto import Counted, Reordering, Stand
from contexts.inventory.locations.domain import MAIN_CODE, is_main
from contexts.inventory.stock.domain import MOST_PIECES
from gotuto.ids import Sku
from gotuto.imports.cells import text, upper, whole
from gotuto.imports.tables import Column, Outcome, Problem, Row
from gotuto.text.codes import CODE_LENGTH

COLUMNS = (
    Column("sku", upper(text(64)), is_required=True),
    Column("location", upper(text(CODE_LENGTH))),
    Column("on_hand", whole(0, 1_000_000_000)),
    Column("reorder_point", whole(0, MOST_PIECES)),
    Column("reorder_quantity", whole(1, MOST_PIECES)),
)
TERMS = ("reorder_point", "reorder_quantity")


@dataclass
class Plan:
    """What is to be done: by how much each shelf differs, and which SKUs are ordered anew otherwise."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    differences: dict[tuple[Sku, str], int] = field(default_factory=dict)
    terms: dict[Sku, Reordering] = field(default_factory=dict)


def bundle(values: Mapping[str, Any]) -> str:
    """All that is said of a SKU comes together."""
    return str(values.get("sku") or "")


def place_of(values: Mapping[str, Any]) -> str:
    """The code of the location that a row means."""
    given = values.get("location")
    return MAIN_CODE if is_main(given) else str(given)


def made(rows: Sequence[Row], stand: Stand) -> Plan:
    """What these rows come to, by how things stand."""
    plan = Plan()
    seen: dict[tuple[Sku, str], int] = {}
    for row in rows:
        sku, place = Sku(row.values["sku"]), place_of(row.values)
        first = seen.setdefault((sku, place), row.line)
        wrong = [*_faults(row, stand.counted.get((sku, place), Counted()), stand)]
        if first != row.line:
            wrong = [row.problem("sku", f"Line {first} has the same at the same location. Keep one of them.")]
        plan.problems += wrong
        if not wrong:
            plan.outcomes[row.line] = _planned(plan, row, stand)
    return plan


def _faults(row: Row, there: Counted, stand: Stand) -> Iterable[Problem]:
    sku, wanted = Sku(row.values["sku"]), row.values.get("on_hand")
    if sku not in stand.items and sku not in stand.fresh:
        yield row.problem("sku", f"There is no product {sku}. Make it first.")
    if why := stand.places[place_of(row.values)]:
        yield row.problem("location", why)
    if wanted is not None and wanted < there.reserved:
        yield row.problem(
            "on_hand", f"{there.reserved} of them are kept for orders. Cancel some of these, then count anew."
        )
    if wanted is not None and wanted > there.on_hand and sku in stand.worth and stand.worth[sku] is None:
        yield row.problem("on_hand", "Nobody knows what a piece is worth. Receive what was found with its cost.")
    if place_of(row.values) != MAIN_CODE:
        for name in TERMS:
            if row.values.get(name) is not None:
                yield row.problem(name, f"This is said once for all locations, in the row of {MAIN_CODE}.")


def _planned(plan: Plan, row: Row, stand: Stand) -> Outcome:
    sku, place = Sku(row.values["sku"]), place_of(row.values)
    wanted, there = row.values.get("on_hand"), stand.counted.get((sku, place), Counted())
    if wanted is not None and wanted != there.on_hand:
        plan.differences[sku, place] = wanted - there.on_hand
    before = stand.items.get(sku, Reordering())
    after = before if place != MAIN_CODE else _terms(row, before)
    if after != before:
        plan.terms[sku] = after
    if sku in stand.fresh:
        return Outcome.CREATED
    return Outcome.CHANGED if (sku, place) in plan.differences or after != before else Outcome.UNCHANGED


def _terms(row: Row, before: Reordering) -> Reordering:
    return Reordering(**{name: row.values.get(name, getattr(before, name)) for name in TERMS})
