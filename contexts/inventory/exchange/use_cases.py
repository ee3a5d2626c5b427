"""Stock as a table that is exchanged: what a file says of a shelf is a count of it, at the moment in which it is written.

Locations are held first, then SKUs are locked in their order: as all who move stock do it. Whoever waits in line is served first.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from contexts.catalog import facade as catalog
from contexts.inventory.costs import statements as costs
from contexts.inventory.exchange import domain, statements
from contexts.inventory.exchange.domain import Plan
from contexts.inventory.exchange.dto import Stand
from contexts.inventory.locations.domain import MAIN_CODE
from contexts.inventory.reservations.line import serve
from contexts.inventory.stock import limits
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import Delta, Entry
from contexts.inventory.stock.use_cases import update_stock_item
from gotuto import trace
from gotuto.ids import ActorId, LocationId, Sku
from gotuto.imports.errors import RowsRefused
from gotuto.imports.tables import Outcome, Problem, Row, Table

# So many SKUs are read at once.
_PAGE = 1_000


def _check(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with these rows, by how things stand now."""
    return domain.made(rows, _stand(rows)).problems


def _write(rows: Sequence[Row], now: datetime) -> Mapping[int, Outcome]:
    """Book what differs. Raises RowsRefused."""
    places = statements.places(_codes(rows), held=True)
    skus = _skus(rows)
    fresh = _fresh(skus)
    statements.open_items(fresh, now=now)
    free = stock.lock_free(skus)
    stand = _stand(rows, fresh=fresh)
    plan = domain.made(rows, stand)
    if plan.problems:
        raise RowsRefused(said=plan.problems[0].said)
    _book(plan, {code: one for code, (one, _) in places.items() if code != MAIN_CODE}, stand.worth, now)
    serve(free, now)
    for sku, terms in sorted(plan.terms.items()):
        update_stock_item(sku=sku, reorder_point=terms.reorder_point, reorder_quantity=terms.reorder_quantity, now=now)
    return plan.outcomes


def _book(plan: Plan, places: Mapping[str, LocationId], worth: Mapping[Sku, Decimal | None], now: datetime) -> None:
    by_place: dict[LocationId, list[Sku]] = {}
    for sku, code in plan.differences:
        if code in places:
            by_place.setdefault(places[code], []).append(sku)
    for place, skus in sorted(by_place.items()):
        stock.open_levels(sorted(skus), place, now=now)
    deltas = [
        Delta(sku=sku, on_hand=pieces, location_id=places.get(code), cost=worth.get(sku) if pieces > 0 else None)
        for (sku, code), pieces in sorted(plan.differences.items())
    ]
    if deltas:
        who = trace.actor()
        actor = None if who is None else ActorId(who)
        entry = Entry(kind=MovementKind.COUNT, reason="import", actor=actor, now=now)
        limits.move(deltas, entry)


def _stand(rows: Sequence[Row], *, fresh: Mapping[Sku, Any] | None = None) -> Stand:
    skus, codes = _skus(rows), _codes(rows)
    known = statements.places(codes, held=False)
    return Stand(
        items=statements.items(skus),
        counted=statements.counted(skus, codes, main=MAIN_CODE),
        fresh=_fresh(skus) if fresh is None else fresh,
        places={code: _why_not(code, known) for code in codes},
        worth=_worth(skus),
    )


def _worth(skus: Sequence[Sku]) -> dict[Sku, Decimal | None]:
    """What is worth what is found of these, where stock is valued; of goods that nobody has counted yet nobody knows."""
    if costs.valued_in() is None:
        return {}
    return dict.fromkeys(set(skus) - statements.items(skus).keys()) | costs.worth_of_found(skus)


def _fresh(skus: Sequence[Sku]) -> dict[Sku, Any]:
    """Goods of the catalogue that nobody has counted yet."""
    unknown = set(skus) - statements.items(skus).keys()
    return catalog.product_ids_of(skus=sorted(unknown)) if unknown else {}


def _why_not(code: str, known: Mapping[str, tuple[LocationId, bool]]) -> str:
    if code != MAIN_CODE and code not in known:
        return f"There is no location {code}. Make it first."
    return f"{code} is closed: nothing comes to it any more." if code in known and known[code][1] else ""


def _skus(rows: Sequence[Row]) -> list[Sku]:
    return sorted({Sku(row.values["sku"]) for row in rows})


def _codes(rows: Sequence[Row]) -> list[str]:
    return sorted({domain.place_of(row.values) for row in rows})


def _pages() -> Iterator[Sequence[Sequence[Any]]]:
    return statements.pages(_PAGE, main=MAIN_CODE)


STOCK = Table(
    columns=domain.COLUMNS,
    unique=(),
    bundle=domain.bundle,
    check=_check,
    write=_write,
    pages=_pages,
)
