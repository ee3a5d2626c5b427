"""From where an order is served."""

from hypothesis import given
from hypothesis import strategies as st

from contexts.inventory.reservations.domain import by_priority
from contexts.inventory.reservations.dto import Piece, Shelf, StockLine
from gotuto.ids import LocationId, Sku, new_id

A, B, C = (LocationId(new_id()) for _ in range(3))


def wants(**pieces: int) -> list[StockLine]:
    return [StockLine(sku=Sku(sku), quantity=quantity) for sku, quantity in pieces.items()]


def shelf(where: LocationId | None, **free: int) -> Shelf:
    return Shelf(location_id=where, free={Sku(sku): pieces for sku, pieces in free.items()})


def taken(pieces: list[Piece]) -> list[tuple[str, LocationId | None, int]]:
    return [(piece.sku, piece.location_id, piece.quantity) for piece in pieces]


def test_the_first_location_that_has_all_serves_all():
    shelves = [shelf(A, TEA=1, CUP=9), shelf(None, TEA=2, CUP=2), shelf(B, TEA=9, CUP=9)]
    assert taken(by_priority(wants(CUP=2, TEA=2), shelves)) == [("CUP", None, 2), ("TEA", None, 2)]


def test_where_nobody_has_all_one_serves_after_the_other():
    shelves = [shelf(A, TEA=1), shelf(B, CUP=1, TEA=0), shelf(C, CUP=5, TEA=5)]
    assert taken(by_priority(wants(CUP=6, TEA=6), shelves)) == [
        ("CUP", B, 1),
        ("CUP", C, 5),
        ("TEA", A, 1),
        ("TEA", C, 5),
    ]


@given(
    st.lists(st.dictionaries(st.sampled_from(["TEA", "CUP"]), st.integers(0, 9)), min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(["TEA", "CUP"]), st.integers(1, 9), min_size=1),
)
def test_all_that_is_free_somewhere_is_found_and_no_more(free, wanted):
    total = {sku: sum(each.get(sku, 0) for each in free) for sku in wanted}
    shelves = [shelf(LocationId(new_id()), **each) for each in free]
    pieces = by_priority(wants(**{sku: min(n, total[sku]) for sku, n in wanted.items() if total[sku]}), shelves)
    for sku, most in total.items():
        assert sum(piece.quantity for piece in pieces if piece.sku == sku) == min(wanted[sku], most)
    known = {one.location_id: one.free for one in shelves}
    assert all(0 < piece.quantity <= known[piece.location_id][piece.sku] for piece in pieces)
