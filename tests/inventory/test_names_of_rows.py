"""How rows are called where a page lists them, and a place that is asked for twice."""

import pytest

from contexts.inventory.models import Allocation, Level, ReservationLine, StocktakeLine, TransferLine
from contexts.inventory.stocktakes.dto import Count
from contexts.inventory.stocktakes.use_cases import count, open_stocktake
from contexts.inventory.transfers.use_cases import create_transfer
from gotuto.ids import Sku
from gotuto.roles import Role
from tests.clients import staff_api
from tests.inventory.builders import NOW, an_order, lines, location, reserve, stocked, stocked_at

pytestmark = pytest.mark.django_db


def test_rows_say_what_they_are():
    stocked(1)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    create_transfer(to_location="HAMBURG", lines=lines(TEA=1), actor=None, now=NOW)
    shelf = open_stocktake(skus=[Sku("TEA")], actor=None, now=NOW)
    count(stocktake_id=shelf.id, counts=[Count(sku=Sku("TEA"), quantity=1)], actor=None, now=NOW)
    reserve(an_order(), TEA=4)
    rows = [Level, Allocation, ReservationLine, TransferLine, StocktakeLine]
    assert [str(model.objects.get()) for model in rows] == [
        "TEA at HAMBURG",
        "3 at HAMBURG",
        "4 × TEA",
        "1 × TEA",
        "1 × TEA",
    ]


def test_a_place_that_is_asked_for_twice_is_made_once():
    keeper = staff_api(Role.STOCK)
    first, again = (
        keeper.post("/api/v1/locations/", {"name": "Kiel"}, Idempotency_Key="kiel").json() for _ in range(2)
    )
    assert first == again
    assert first["code"] == "KIEL"
