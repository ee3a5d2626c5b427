"""Whether a guest's address is proved is seen where clients are, and nobody writes it by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from contexts.billing.clients.models import Client
from contexts.billing.clients.use_cases import create_client
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from tests.billing import builders
from tests.billing.builders import draft, issued, open_mail
from tests.clients import staff_api

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return staff_api("billing")


@pytest.fixture
def three():
    """Guests with a proved address and without, and a customer."""
    proved, unproved = issued(now=NOW), issued(now=NOW, buyer=replace(builders.guest(), email="bob@example.com"))
    open_mail(proved.id)
    return proved.client_id, unproved.client_id, draft(now=NOW, buyer=builders.customer(new_id())).client_id


@pytest.fixture
def office(client):
    password = "a-long-password-9"
    ensure_staff(email="b@example.com", password=password, roles=["billing"], is_superuser=False, now=NOW)
    assert client.login(username="b@example.com", password=password)
    return client


def test_the_list_is_filtered_by_it(clerk, three):
    proved, unproved, customer = map(str, three)
    found = {
        said: {one["id"] for one in clerk.get(f"clients/?email_proved={said}").json()["results"]}
        for said in ("true", "false")
    }
    assert found == {"true": {proved}, "false": {unproved, customer}}
    assert clerk.get("clients/?email_proved=maybe").json()["errors"].keys() == {"email_proved"}


def test_the_back_office_shows_and_filters_it(office, three):
    proved, unproved, customer = three
    listing = "/admin/billing/client/"
    found = {
        chosen: {row.id for row in office.get(f"{listing}?proved={chosen}").context["cl"].result_list}
        for chosen in ("yes", "no", "")
    }
    assert found == {"yes": {proved}, "no": {unproved}, "": {proved, unproved, customer}}
    assert "When a guest first opened the link" in office.get(f"{listing}{unproved}/change/").content.decode()
    pages = [office.get(f"{listing}{client_id}/change/").content.decode() for client_id in (proved, unproved)]
    assert all("Address proved" in page for page in pages)
    told = date_format(timezone.localtime(Client.objects.get(id=proved).email_proved_at), "DATETIME_FORMAT")
    assert [told in page for page in pages] == [True, False]


def test_nobody_writes_it_by_hand(clerk):
    client = create_client(name="Ada", email="ada@example.com", now=NOW)
    answer = clerk.patch(f"clients/{client.id}/", {"email_proved_at": "2026-11-20T09:30:00Z"})
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"email_proved_at"})
