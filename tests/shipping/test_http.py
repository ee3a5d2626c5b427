"""Parcels over HTTP, and who may send them."""

import pytest
from django.test import TestCase
from structlog.testing import capture_logs

from contexts.customer.models import User
from gotuto.ids import new_id
from tests.inventory.builders import an_order, counters
from tests.shipping.builders import dispatch, parcel, reserved_order

BY_DHL = {"carrier": "DHL", "tracking_number": "4711"}


@pytest.fixture
def packer(staff_api):
    """Staff who pack and send."""
    return staff_api("fulfilment")


def test_a_parcel_goes_its_way(packer):
    shipment = parcel()
    sent = packer.post(f"shipments/{shipment.id}/dispatch/", BY_DHL).json()
    assert (sent["state"], sent["carrier"], sent["tracking_number"]) == ("dispatched", "DHL", "4711")
    delivered = packer.post(f"shipments/{shipment.id}/deliver/")
    assert (delivered.status_code, delivered.json()["state"]) == (200, "delivered")


def test_the_carrier_may_stay_unsaid(packer):
    sent = packer.post(f"shipments/{parcel().id}/dispatch/")
    assert (sent.status_code, sent.json()["carrier"]) == (200, "")


def test_a_dispatch_sent_twice_with_one_key_happens_once(packer):
    path = f"shipments/{parcel().id}/dispatch/"
    first = packer.post(path, BY_DHL, Idempotency_Key="label-1")
    second = packer.post(path, BY_DHL, Idempotency_Key="label-1")
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.json() == second.json()
    assert counters() == (3, 0, 3)


def test_parcels_are_found_by_their_label_and_sorted_by_when_they_went(packer):
    first, second, _waiting = (parcel(reserved_order(of=sku)) for sku in ("TEA", "POT", "CUP"))
    dispatch(second.id, tracking_number="4712")
    dispatch(first.id, carrier="UPS")

    def found(query):
        return [row["id"] for row in packer.get(f"shipments/?{query}").json()["results"]]

    assert found("tracking_number=4712") == found("carrier=DHL") == [str(second.id)]
    assert found("ordering=dispatched_at") == sorted([str(first.id), str(second.id)])
    assert found("dispatched_at_before=2000-01-01T00:00:00Z") == []


def test_what_the_state_forbids_is_a_conflict(packer):
    shipment = parcel()
    early = packer.post(f"shipments/{shipment.id}/deliver/")
    assert (early.status_code, early.json()["code"]) == (409, "shipping.not_deliverable")
    dispatch(shipment.id)
    again = packer.post(f"shipments/{shipment.id}/dispatch/", {"carrier": "UPS"})
    assert (again.status_code, again.json()["code"]) == (409, "shipping.not_dispatchable")


def test_an_old_version_is_refused(packer):
    shipment = parcel()
    tag = packer.get(f"shipments/{shipment.id}/").headers["ETag"]
    assert packer.post(f"shipments/{shipment.id}/dispatch/", BY_DHL, If_Match=tag).status_code == 200
    assert packer.post(f"shipments/{shipment.id}/deliver/", If_Match=tag).status_code == 412


def test_too_long_a_carrier_is_refused_by_its_field(packer):
    answer = packer.post(f"shipments/{parcel().id}/dispatch/", {"carrier": "x" * 101})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["carrier"])


def test_staff_find_the_parcels_of_an_order(staff_api):
    shipment, _ = parcel(), parcel(an_order())
    packer = staff_api("fulfilment")
    found = packer.get(f"shipments/?order_id={shipment.order_id}").json()["results"]
    assert [one["id"] for one in found] == [str(shipment.id)]
    assert found[0]["address"]["city"] == "Berlin"
    assert packer.get("shipments/?state=delivered").json()["results"] == []


def test_a_parcel_remembers_who_sent_it_and_who_said_that_it_arrived(packer):
    shipment = parcel()
    path = f"shipments/{shipment.id}/"
    assert packer.get(path).json()["dispatched_by"] is None
    me = str(User.objects.get(email="fulfilment@example.com").id)
    with capture_logs() as said, TestCase.captureOnCommitCallbacks(execute=True):
        packer.post(f"{path}dispatch/", BY_DHL, X_Request_ID="label.1")
        packer.post(f"{path}deliver/")
    seen = packer.get(path).json()
    assert (seen["dispatched_by"], seen["delivered_by"]) == (me, me)
    lines = {line["event"]: line for line in said}
    about = {"actor": me, "shipment": str(shipment.id), "order": str(shipment.order_id), "log_level": "info"}
    assert lines["parcel_dispatched"] == {**about, "event": "parcel_dispatched"}
    assert lines["parcel_delivered"] == {**about, "event": "parcel_delivered"}


def test_an_unknown_parcel_is_not_found(packer):
    for answer in (packer.get(f"shipments/{new_id()}/"), packer.post(f"shipments/{new_id()}/dispatch/", BY_DHL)):
        assert (answer.status_code, answer.json()["code"]) == (404, "shipping.shipment_not_found")


def test_only_staff_see_parcels_and_only_packers_send_them(api, customer_api, staff_api):
    shipment = parcel()
    everybody = (api, customer_api(), staff_api("stock"), staff_api("support"))
    assert [someone.get("shipments/").status_code for someone in everybody] == [401, 403, 403, 200]
    for verb in ("dispatch", "deliver"):
        path = f"shipments/{shipment.id}/{verb}/"
        assert [someone.post(path).status_code for someone in everybody] == [401, 403, 403, 403]


def test_carrier_and_tracking_number_are_corrected_of_the_version_that_was_seen(packer):
    path = f"shipments/{parcel().id}/"
    early = packer.patch(path, {"carrier": "UPS"})
    assert (early.status_code, early.json()["code"]) == (409, "shipping.not_correctable")
    sent = packer.post(f"{path}dispatch/", BY_DHL)
    corrected = packer.patch(path, {"tracking_number": "4712"}, If_Match=sent.headers["ETag"])
    assert (corrected.status_code, corrected.json()["tracking_number"]) == (200, "4712")
    assert packer.patch(path, {"tracking_number": "4713"}, If_Match=sent.headers["ETag"]).status_code == 412
