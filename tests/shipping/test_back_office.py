"""Parcels in the back office."""

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.shipping.queries import get_shipment
from contexts.shipping.use_cases import cancel_shipment, correct_shipment
from tests.inventory.builders import NOW, an_order, counters
from tests.office import act, press, said
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


def button(shipment, action):
    return f"{PARCELS}{shipment.id}/{action}/"


def send(office, shipment, **label):
    return press(office, button(shipment, "dispatch_this"), **label)


def now(shipment):
    return get_shipment(shipment_id=shipment.id)


def test_a_packer_hands_a_parcel_to_the_carrier(sign_in):
    shipment = parcel()
    office = sign_in("fulfilment")
    shown = office.get(page_of(shipment)).content.decode()
    assert "Ada Lovelace" in shown
    assert button(shipment, "dispatch_this") in shown
    assert said(send(office, shipment, carrier="DHL", tracking_number="4711")) == ["Hand to the carrier: done."]
    assert (now(shipment).state, now(shipment).tracking_number) == ("dispatched", "4711")
    assert counters() == (3, 0, 3)


@pytest.mark.parametrize("label", [{}, {"carrier": "DHL"}, {"tracking_number": "4711"}])
def test_a_parcel_goes_without_carrier_or_number_only_if_somebody_says_so(sign_in, label):
    shipment, office = parcel(), sign_in("fulfilment")
    assert "say below that the parcel goes without" in send(office, shipment, **label).content.decode()
    assert now(shipment).state == "pending"
    send(office, shipment, **label, without="on")
    assert now(shipment).state == "dispatched"


def test_a_label_is_corrected_and_the_history_says_from_what_to_what(sign_in):
    shipment, office = parcel(), sign_in("fulfilment")
    correct = button(shipment, "correct_this")
    assert correct not in office.get(page_of(shipment)).content.decode()
    dispatch(shipment.id)
    assert said(press(office, correct, carrier="UPS", tracking_number="")) == [
        "Correct carrier and tracking number: done."
    ]
    assert (now(shipment).carrier, now(shipment).tracking_number) == ("UPS", "")
    told = office.get(f"{PARCELS}{shipment.id}/history/").content.decode()
    assert "carrier: DHL → UPS, tracking number: 4711 → nothing" in told


def test_a_label_that_somebody_else_has_corrected_is_not_overwritten(sign_in):
    shipment, office = parcel(), sign_in("fulfilment")
    dispatch(shipment.id)
    seen = now(shipment).version
    correct_shipment(shipment_id=shipment.id, carrier="UPS", now=NOW)
    answer = press(office, button(shipment, "correct_this"), carrier="GLS", expected_version=seen)
    assert "Somebody else changed it meanwhile" in answer.content.decode()
    assert now(shipment).carrier == "UPS"


def test_goods_that_nobody_reserved_are_refused_on_the_page(sign_in):
    shipment = parcel(an_order())
    answer = send(sign_in("fulfilment"), shipment, carrier="DHL", tracking_number="4711")
    assert "No stock was reserved" in answer.content.decode()
    assert now(shipment).state == "pending"


def test_an_arrival_is_booked_on_the_page(sign_in):
    shipment = parcel()
    dispatch(shipment.id)
    office = sign_in("fulfilment")
    arrived = button(shipment, "deliver_this")
    assert arrived in office.get(page_of(shipment)).content.decode()
    assert said(press(office, arrived)) == ["The buyer has it: done."]
    assert now(shipment).state == "delivered"
    assert arrived not in office.get(page_of(shipment)).content.decode()


def test_arrivals_are_booked_for_many_and_those_that_cannot_have_arrived_are_left_out(sign_in):
    sent, waiting = parcel(), parcel(an_order())
    dispatch(sent.id)
    office = sign_in("fulfilment")
    asked = office.post(PARCELS, {"action": "deliver", "_selected_action": [str(sent.id), str(waiting.id)]})
    assert "1 of those chosen are left out" in asked.content.decode()
    assert now(sent).state == "dispatched"
    assert said(act(office, PARCELS, "deliver", sent.id, waiting.id)) == [
        "The buyers have the selected parcels: 1 done."
    ]
    assert (now(sent).state, now(waiting).state) == ("delivered", "pending")


def test_parcels_are_found_by_state_and_order(sign_in):
    sent, waiting = parcel(), parcel(an_order())
    dispatch(sent.id)
    cancel_shipment(order_id=an_order(), now=NOW)
    office = sign_in("support")

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
    assert button(shipment, "dispatch_this") not in office.get(page_of(shipment)).content.decode()
    assert office.post(page_of(shipment), {"carrier": "DHL"}).status_code == 403
    assert send(office, shipment, carrier="DHL", tracking_number="4711").status_code == 403
    assert now(shipment).state == "pending"
