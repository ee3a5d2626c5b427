"""Parcels in the back office."""

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.shipping.queries import get_shipment
from contexts.shipping.use_cases import cancel_shipment
from tests.inventory.builders import NOW, an_order, counters
from tests.shipping.builders import dispatch, parcel

PARCELS = "/admin/shipping/shipment/"


@pytest.fixture
def sign_in(client, db):
    """Sign a member of staff in who has these roles."""

    def enter(*roles):
        email = f"{'-'.join(roles) or 'staff'}@example.com"
        ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
        assert client.login(username=email, password="a-long-password-9")
        return client

    return enter


def page_of(shipment):
    return f"{PARCELS}{shipment.id}/change/"


def now(shipment):
    return get_shipment(shipment_id=shipment.id)


def test_a_packer_hands_a_parcel_to_the_carrier(sign_in):
    shipment = parcel()
    office = sign_in("fulfilment")
    shown = office.get(page_of(shipment)).content.decode()
    assert "Ada Lovelace" in shown
    assert "Hand it to the carrier" in shown
    office.post(page_of(shipment), {"carrier": "DHL", "tracking_number": "4711"})
    assert (now(shipment).state, now(shipment).tracking_number) == ("dispatched", "4711")
    assert counters() == (3, 0, 3)


def test_goods_that_nobody_reserved_are_refused_on_the_page(sign_in):
    shipment = parcel(an_order())
    answer = sign_in("fulfilment").post(page_of(shipment), {"carrier": "DHL", "tracking_number": ""})
    assert "No stock was reserved" in answer.content.decode()
    assert now(shipment).state == "pending"


def test_an_arrival_is_booked_on_the_page(sign_in):
    shipment = parcel()
    dispatch(shipment.id)
    office = sign_in("fulfilment")
    assert "Arrival" in office.get(page_of(shipment)).content.decode()
    office.post(page_of(shipment), {"arrived": "on"})
    assert now(shipment).state == "delivered"
    assert "Arrival" not in office.get(page_of(shipment)).content.decode()


def test_arrivals_are_booked_for_many_and_a_refusal_is_told(sign_in):
    sent, waiting = parcel(), parcel(an_order())
    dispatch(sent.id)
    choice = {"action": "deliver", "_selected_action": [str(sent.id), str(waiting.id)]}
    answer = sign_in("fulfilment").post(PARCELS, choice, follow=True)
    assert (now(sent).state, now(waiting).state) == ("delivered", "pending")
    assert "Only a dispatched shipment can be delivered" in answer.content.decode()


def test_parcels_are_found_by_state_and_order(sign_in):
    sent, waiting = parcel(), parcel(an_order())
    dispatch(sent.id)
    cancel_shipment(order_id=an_order(), now=NOW)
    office = sign_in()

    def found(question):
        return [row.id for row in office.get(f"{PARCELS}{question}").context["cl"].result_list]

    assert found("?state__exact=pending") == [waiting.id]
    assert found(f"?order_id={sent.order_id}") == [sent.id]
    assert found("?q=4711") == [sent.id]
    assert len(found("")) == 3


def test_a_parcel_without_address_can_be_looked_at(sign_in):
    cancelled = cancel_shipment(order_id=an_order(), now=NOW)
    assert sign_in("fulfilment").get(page_of(cancelled)).status_code == 200


def test_staff_without_the_role_look_but_do_not_send(sign_in):
    shipment = parcel()
    office = sign_in("stock")
    assert "Hand it to the carrier" not in office.get(page_of(shipment)).content.decode()
    assert office.post(page_of(shipment), {"carrier": "DHL"}).status_code == 403
    assert now(shipment).state == "pending"
