"""The VAT id of a client: entered in any way of writing, checked in the background, shown with what is known about it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.billing.clients.use_cases import create_client
from contexts.billing.taxes.models import VatId, VatIdCheck
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from gotuto.outbound import calls
from tests.billing.taxes.vies import CONSULTATION, Vies
from tests.clients import staff_api
from tests.office import press, said

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FRENCH = "FR40303265045"
BOB = {"name": "Bob", "email": "bob@example.com"}


@pytest.fixture
def vies(settings, db):
    with Vies() as vies:
        settings.GOTUTO_VAT_ID_SERVICE = vies.url
        yield vies


@pytest.fixture
def clerk(db):
    return staff_api("billing")


@pytest.fixture
def office(client, db):
    ensure_staff(email="b@example.com", password="a-long-password-9", roles=["billing"], is_superuser=False, now=NOW)
    assert client.login(username="b@example.com", password="a-long-password-9")
    return client


def entered(vat_id=FRENCH):
    return create_client(**BOB, vat_id=vat_id, now=timezone.now())


def page_of(client):
    return f"/admin/billing/client/{client.id}/change/"


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_vat_id_is_entered_in_any_way_of_writing_and_its_state_shown_over_rest(clerk, vies):
    made = clerk.post("clients/", {**BOB, "vat_id": "fr 40 303 265 045"}).json()
    unchecked = {"state": "unchecked", "by_form": False, "checked_at": None, "consultation_number": ""}
    assert (made["vat_id"], made["vat_id_status"]) == (FRENCH, unchecked)
    calls.send_one(VatIdCheck)
    shown = clerk.get(f"clients/{made['id']}/").json()["vat_id_status"]
    assert (shown["state"], shown["consultation_number"]) == ("valid", CONSULTATION)
    assert shown["checked_at"]


def test_a_vat_id_is_changed_left_alone_and_taken_away(clerk):
    path = f"clients/{entered().id}/"
    assert clerk.patch(path, {"phone": "+4940"}).json()["vat_id"] == FRENCH
    assert clerk.patch(path, {"vat_id": "DE 136695976"}).json()["vat_id"] == "DE136695976"
    for nothing in ("", None):
        clerk.patch(path, {"vat_id": FRENCH})
        gone = clerk.patch(path, {"vat_id": nothing}).json()
        assert (gone["vat_id"], gone["vat_id_status"]) == ("", None)
    assert set(VatId.objects.values_list("number", flat=True)) == {FRENCH, "DE136695976"}


def test_what_is_no_vat_id_is_refused_by_its_field_and_nothing_is_written(clerk):
    answer = clerk.post("clients/", {**BOB, "vat_id": "FR123"})
    assert (answer.status_code, answer.json()["code"]) == (422, "billing.vat_id_invalid")
    assert list(answer.json()["errors"]) == ["vat_id"]
    assert clerk.get("clients/").json()["results"] == []
    client = entered()
    answer = clerk.patch(f"clients/{client.id}/", {"vat_id": "XX1", "name": "Robert"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["vat_id"])
    assert clerk.get(f"clients/{client.id}/").json()["name"] == "Bob"


def test_without_a_service_rest_says_that_the_form_is_taken_for_proof(clerk):
    shown = clerk.get(f"clients/{entered().id}/").json()["vat_id_status"]
    assert (shown["state"], shown["by_form"]) == ("valid", True)


def test_lists_and_details_with_vat_ids_cost_no_further_statement(clerk):
    for number in (FRENCH, "DE136695976", ""):
        client = entered(number)
    for path in ("clients/", f"clients/{client.id}/"):
        with CaptureQueriesContext(connection) as asked:
            clerk.get(path)
        assert len([one for one in asked.captured_queries if "billing_" in one["sql"]]) == 1


def test_a_csv_of_clients_has_the_vat_id_and_its_state(clerk):
    entered()
    [names, row] = b"".join(clerk.get("clients/?format=csv").streaming_content).decode().splitlines()
    cells = dict(zip(names.split(","), row.split(","), strict=True))
    assert (cells["vat_id"], cells["vat_id_status.state"], cells["vat_id_status.by_form"]) == (FRENCH, "valid", "true")


def test_a_clerk_enters_a_vat_id_and_sees_on_the_page_when_and_by_what_it_was_checked(office, vies):
    nowhere = dict.fromkeys(("phone", "recipient", "line1", "line2", "postal_code", "city", "region", "country"), "")
    page = text(office.post("/admin/billing/client/add/", {**BOB, **nowhere, "vat_id": "FR1"}))
    assert "&#x27;FR1&#x27; is not a VAT id of FR" in page
    client = entered()
    assert "unchecked" in text(office.get(page_of(client)))
    calls.send_one(VatIdCheck)
    page = text(office.get(page_of(client)))
    assert f'value="{FRENCH}"' in page
    assert f"consultation {CONSULTATION}" in page
    office.post(page_of(client), {**BOB, **nowhere, "vat_id": ""})
    assert "consultation" not in text(office.get(page_of(client)))


def test_a_client_without_a_vat_id_offers_no_check(office, vies):
    assert "check_vat_id" not in text(office.get(page_of(entered(""))))


def test_a_button_checks_again_and_says_so_when_that_was_done_today(office, vies):
    client = entered()
    button = f"/admin/billing/client/{client.id}/check_vat_id/"
    assert button in text(office.get(page_of(client)))
    assert "was asked about today, and is unchecked" in text(press(office, button))
    VatIdCheck.objects.update(day="2026-01-01")
    assert said(press(office, button)) == ["Check the VAT id again: done."]
    assert VatIdCheck.objects.count() == 2


def test_without_a_service_the_page_says_that_the_form_is_taken_and_has_no_button(office):
    page = text(office.get(page_of(entered())))
    assert "valid by its form, nobody was asked" in page
    assert "check_vat_id" not in page


def test_vat_ids_are_listed_by_state_found_and_shown_with_every_check(office, vies):
    vies.answers(valid=False, number=None)
    entered()
    calls.send_one(VatIdCheck)
    entered("DE136695976")
    listed = "/admin/billing/vatid/"
    assert (FRENCH in text(office.get(listed)), "invalid" in text(office.get(listed))) == (True, True)
    assert FRENCH not in text(office.get(listed, {"state__exact": "unchecked"}))
    assert "DE136695976" not in text(office.get(listed, {"q": FRENCH.lower()})).split("<main")[-1]
    page = text(office.get(f"{listed}{FRENCH}/change/"))
    assert "done" in page
    VatIdCheck.objects.update(day="2026-01-01")
    assert said(press(office, f"{listed}{FRENCH}/check_again/")) == ["Check the VAT id again: done."]


def test_support_looks_and_does_not_touch(client, vies):
    made = entered()
    ensure_staff(email="s@example.com", password="a-long-password-9", roles=["support"], is_superuser=False, now=NOW)
    client.login(username="s@example.com", password="a-long-password-9")
    assert "unchecked" in text(client.get(page_of(made)))
    assert "unchecked" in text(client.get(f"/admin/billing/vatid/{FRENCH}/change/"))
    assert press(client, f"/admin/billing/client/{made.id}/check_vat_id/").status_code == 403
    assert client.get(f"/admin/billing/client/{new_id()}/change/").status_code == 302
