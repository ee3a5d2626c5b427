"""Two clients who are the same: one gets the invoices of both, and both ids stay findable."""

from datetime import UTC, datetime

import pytest

from contexts.billing.clients.use_cases import create_client, delete_client, merge_clients, update_client
from contexts.billing.errors import (
    ClientHasInvoices,
    ClientIsCustomer,
    ClientMerged,
    ClientMergedIntoSelf,
    ClientNotFound,
)
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import ClientId, new_id
from tests.billing import builders
from tests.billing.builders import draft, issued, told
from tests.clients import staff_api
from tests.office import press, said

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def clerk(db):
    return staff_api("billing")


@pytest.fixture
def office(client, db):
    ensure_staff(email="b@example.com", password="a-long-password-9", roles=["billing"], is_superuser=False, now=NOW)
    assert client.login(username="b@example.com", password="a-long-password-9")
    return client


@pytest.fixture
def bobs(db):
    """Bob, twice: each with an invoice, one of them issued."""
    return issued(now=NOW, buyer=builders.guest("Bob")).client_id, draft(now=NOW, buyer=builders.guest("Bob")).client_id


def test_the_other_client_gets_the_invoices_and_both_are_found(clerk, bobs):
    gone, stays = bobs
    answer = clerk.post(f"clients/{gone}/merge/", {"into_client_id": str(stays)})
    assert (answer.status_code, answer.json()["id"]) == (200, str(stays))
    assert len(clerk.get(f"invoices/?client_id={stays}").json()["results"]) == 2
    assert clerk.get(f"clients/{gone}/").json()["merged_into_id"] == str(stays)
    assert [one["id"] for one in clerk.get("clients/").json()["results"]] == [str(stays)]
    assert told("billing.clients_merged")[0]["into"] == str(stays)


def test_a_dry_run_merges_nothing(clerk, bobs):
    gone, stays = bobs
    clerk.post(f"clients/{gone}/merge/", {"into_client_id": str(stays)}, Prefer="dry-run")
    assert len(clerk.get("clients/").json()["results"]) == 2


def test_whoever_was_merged_is_changed_merged_and_deleted_no_more(bobs, office):
    gone, stays = bobs
    merge_clients(client_id=gone, into=stays, now=NOW)
    with pytest.raises(ClientMerged):
        delete_client(client_id=gone, now=NOW)
    assert office.post(f"/admin/billing/client/{gone}/delete/", {"post": "yes"}).status_code == 403
    with pytest.raises(ClientMerged, match=f"was merged into {stays}. Use that one"):
        update_client(client_id=gone, name="Robert", now=NOW)
    with pytest.raises(ClientMerged):
        merge_clients(client_id=gone, into=stays, now=NOW)
    with pytest.raises(ClientHasInvoices):
        delete_client(client_id=stays, now=NOW)


def test_who_was_merged_into_somebody_goes_along(bobs):
    first, second = bobs
    third = create_client(name="Bob", email="bob@example.com", now=NOW).id
    merge_clients(client_id=first, into=second, now=NOW)
    merge_clients(client_id=second, into=third, now=NOW)
    with pytest.raises(ClientMerged, match=str(third)):
        update_client(client_id=first, name="Robert", now=NOW)


def test_a_client_to_whom_another_was_merged_stays(db):
    gone, stays = (create_client(name="Bob", email="bob@example.com", now=NOW).id for _ in range(2))
    merge_clients(client_id=gone, into=stays, now=NOW)
    with pytest.raises(ClientHasInvoices):
        delete_client(client_id=stays, now=NOW)


def test_the_client_of_a_customer_stays(bobs):
    customer = ClientId(draft(now=NOW, buyer=builders.customer(new_id())).client_id)
    with pytest.raises(ClientIsCustomer):
        merge_clients(client_id=customer, into=bobs[0], now=NOW)
    assert merge_clients(client_id=bobs[0], into=customer, now=NOW).id == customer


def test_nobody_is_merged_into_themselves_or_nobody(bobs):
    with pytest.raises(ClientMergedIntoSelf):
        merge_clients(client_id=bobs[0], into=bobs[0], now=NOW)
    with pytest.raises(ClientNotFound):
        merge_clients(client_id=bobs[0], into=ClientId(new_id()), now=NOW)


def test_staff_merge_in_the_back_office(office, bobs):
    gone, stays = bobs
    shown = press(office, f"/admin/billing/client/{gone}/merge/", into=stays)
    assert said(shown) == ["Merge into another: done."], shown.context["form"].errors
    page = office.get(f"/admin/billing/client/{gone}/change/").content.decode()
    assert f"/admin/billing/client/{stays}/change/" in page
    assert str(gone) not in office.get("/admin/billing/client/").content.decode()
    assert str(gone) in office.get(f"/admin/billing/client/?q={gone}").content.decode()


def test_staff_agree_terms_in_the_back_office(office, bobs):
    page = f"/admin/billing/client/{bobs[0]}/change/"
    form = office.get(page).context["adminform"].form
    given = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    agreed = {"language": "de", "terms_days": "14", "currency": "eur", "credit_limit": "100", "hold_reason": "slow"}
    answer = office.post(page, {**given, **agreed, "on_hold": "on"}, follow=True)
    assert answer.status_code == 200
    told = staff_api("billing").get(f"clients/{bobs[0]}/").json()
    assert (told["language"], told["terms_days"], told["on_hold"]) == ("de", 14, True)
    assert told["credit_limit"] == {"amount": "100.00", "currency": "EUR"}
    wrong = office.post(page, {**given, **agreed, "currency": "XYZ"})
    assert "XYZ" in str(wrong.context["adminform"].form.errors["currency"])
