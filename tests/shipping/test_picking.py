"""What a packer fetches for a parcel, and from where."""

import pytest

from contexts.inventory.reservations.use_cases import release_stock
from contexts.shipping.errors import ShipmentNotFound
from contexts.shipping.use_cases import picking_list
from gotuto.ids import ShipmentId, new_id
from gotuto.roles import Role
from tests.clients import staff_api
from tests.inventory.builders import NOW, an_order, location, reserve, stocked_at
from tests.inventory.test_back_office import sign_in as sign_in
from tests.shipping.builders import dispatch, parcel, reserved_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def far():
    """A parcel of seven teas: five lie in the main warehouse, two in Hamburg."""
    first = reserved_order(5)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    release_stock(order_id=first, now=NOW)
    order = an_order()
    reserve(order, TEA=7)
    return parcel(order)


def picks(shipment_id):
    return [(one.location, one.sku, one.quantity) for one in picking_list(shipment_id=shipment_id).results]


def test_a_parcel_is_fetched_place_by_place(far):
    assert picks(far.id) == [("MAIN", "TEA", 5), ("HAMBURG", "TEA", 2)]


def test_it_is_read_over_http_and_on_its_page(far, sign_in):
    answer = staff_api(Role.FULFILMENT).get(f"/api/v1/shipments/{far.id}/picking-list/").json()
    assert [(one["location_name"], one["quantity"]) for one in answer["results"]] == [
        ("Main warehouse", 5),
        ("Hamburg", 2),
    ]
    page = f"/admin/shipping/shipment/{far.id}/change/"
    office = sign_in("fulfilment")
    assert "Main warehouse (MAIN): 5 × TEA; Hamburg (HAMBURG): 2 × TEA" in office.get(page).content.decode()
    dispatch(far.id)
    assert "Hamburg (HAMBURG)" not in office.get(page).content.decode()


def test_nothing_is_fetched_for_what_is_not_there():
    with pytest.raises(ShipmentNotFound):
        picking_list(shipment_id=ShipmentId(new_id()))
    assert picks(parcel(an_order()).id) == []
