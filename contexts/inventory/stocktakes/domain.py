"""The rules of stocktakes, in plain Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from contexts.inventory.stock.domain import MOST_PIECES
from contexts.inventory.stocktakes.dto import Count, CountState, Shelf, StocktakeLine, StocktakeState
from contexts.inventory.stocktakes.errors import CountOutOfRange, StocktakeEnded, StocktakeOutOfRange
from gotuto.ids import Sku

MOST_LINES = 2_000


def check_scope(skus: Sequence[Sku]) -> None:
    """Raises StocktakeOutOfRange."""
    if not 1 <= len(skus) <= MOST_LINES:
        raise StocktakeOutOfRange(lines=len(skus), most=MOST_LINES)


def check_open(state: StocktakeState) -> None:
    """Raises StocktakeEnded."""
    if state is not StocktakeState.OPEN:
        raise StocktakeEnded(state=state.value)


def added_up(counts: Sequence[Count]) -> dict[Sku, int]:
    """What was counted of each SKU; one that lies in two places is counted in two. Raises CountOutOfRange."""
    pieces: Counter[Sku] = Counter()
    for count in counts:
        if not 0 <= count.quantity <= MOST_PIECES:
            raise CountOutOfRange(quantity=count.quantity, most=MOST_PIECES)
        pieces[count.sku] += count.quantity
    for quantity in pieces.values():
        if quantity > MOST_PIECES:
            raise CountOutOfRange(quantity=quantity, most=MOST_PIECES)
    return {sku: pieces[sku] for sku in sorted(pieces)}


def problems(lines: Sequence[StocktakeLine], shelves: Mapping[Sku, Shelf]) -> dict[Sku, str]:
    """Why lines cannot be booked: fewer pieces would lie there than are kept for orders."""
    found = {}
    for line in lines:
        shelf = shelves.get(line.sku, Shelf(on_hand=0, reserved=0))
        left = shelf.on_hand + (line.difference or 0)
        if left < shelf.reserved:
            found[line.sku] = (
                f"{left} would be left, and {shelf.reserved} are kept for orders. Count again, or cancel an order."
            )
    return found


def valueless(lines: Sequence[StocktakeLine], worth: Mapping[Sku, Decimal | None]) -> dict[Sku, str]:
    """Why lines cannot be booked of SKUs that are valued and of which nothing is left: nobody knows what is worth what was found."""
    return {
        line.sku: "Nobody knows what a piece is worth. Receive what was found with its cost, and count again."
        for line in lines
        if line.sku in worth and worth[line.sku] is None and (line.difference or 0) > 0
    }


def bookable(lines: Sequence[StocktakeLine]) -> list[StocktakeLine]:
    """The lines that have a count which is not booked yet."""
    return [line for line in lines if line.state in (CountState.COUNTED, CountState.BLOCKED)]
