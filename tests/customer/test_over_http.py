"""Accounts as programs see them: everybody may open one, and each sees their own."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from contexts.customer.accounts.use_cases import register_customer
from contexts.customer.models import User
from gotuto.flags.switching import switch
from tests.clients import Api

pytestmark = pytest.mark.django_db

CUSTOMERS = "customers/"
ME = "customers/me/"
SIGNS_IN_WITH = "a-long-password-9"
ADA = {"email": "Ada@Example.com", "password": "a long and quiet river", "name": "Ada Lovelace"}


def test_somebody_registers_and_learns_nothing_secret_back(api):
    made = api.post(CUSTOMERS, ADA)
    assert made.status_code == 201
    assert set(made.json()) == {"id", "email", "name", "customer_group", "created_at", "version"}
    assert (made.json()["email"], made.json()["name"]) == ("ada@example.com", "Ada Lovelace")


def test_an_address_has_one_account(api):
    api.post(CUSTOMERS, ADA)
    again = api.post(CUSTOMERS, {**ADA, "email": "ada@example.com"})
    assert (again.status_code, again.json()["code"]) == (409, "customer.email_taken")
    assert "email" in again.json()["errors"]


def test_a_registration_whose_answer_was_lost_is_repeated(api):
    first, again = (api.post(CUSTOMERS, ADA, Idempotency_Key="ada-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    for changed in ({"password": "another long and quiet river"}, {"name": "Eve"}):
        refused = api.post(CUSTOMERS, {**ADA, **changed}, Idempotency_Key="ada-1")
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency.key_reused")


def test_while_registration_is_closed_nobody_opens_an_account_but_whoever_did_is_answered_again(api):
    made = api.post(CUSTOMERS, ADA, Idempotency_Key="ada-1")
    switch(name="customer.registration", on=False)
    cache.clear()

    refused = api.post(CUSTOMERS, {**ADA, "email": "bob@example.com"})
    assert (refused.status_code, refused.json()["code"]) == (403, "customer.registration_closed")
    assert "Order as a guest" in refused.json()["detail"]
    assert not User.objects.filter(email="bob@example.com").exists()
    again = api.post(CUSTOMERS, ADA, Idempotency_Key="ada-1")
    assert (again.status_code, again.json()) == (201, made.json())
    assert register_customer(email="bob@example.com", password=ADA["password"], name="Bob", now=timezone.now()).id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "ada"}, "email"),
        ({"email": "ada\u0000@example.com"}, "email"),
        ({"password": "12345"}, "password"),
        ({"password": ""}, "password"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_what_is_wrong_with_a_registration_names_its_field(api, change, field):
    answer = api.post(CUSTOMERS, {**ADA, **change})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert field in answer.json()["errors"]
    assert api.post(CUSTOMERS, ADA).status_code == 201


def test_each_sees_and_changes_his_own_account(customer_api):
    ada, bob = customer_api("ada@example.com", "Ada"), customer_api("bob@example.com", "Bob")
    seen = ada.get(ME)
    changed = ada.patch(ME, {"name": "Ada King"}, If_Match=seen["ETag"])
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Ada King", 2)
    assert ada.patch(ME, {"name": "Ada"}, If_Match=seen["ETag"]).status_code == 412
    assert bob.get(ME).json()["name"] == "Bob"
    taken = bob.patch(ME, {"email": "ADA@example.com", "password": SIGNS_IN_WITH})
    assert (taken.status_code, taken.json()["code"]) == (409, "customer.email_taken")
    assert bob.patch(ME, {"name": ""}).json()["errors"]["name"]


def test_another_address_takes_the_password(customer_api):
    ada = customer_api("ada@example.com")
    for wrong in ({}, {"password": ""}, {"password": "a guess"}):
        refused = ada.patch(ME, {"email": "king@example.com", **wrong})
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
        assert "password" in refused.json()["errors"]
    assert ada.patch(ME, {"email": "ADA@example.com", "name": "Ada King"}).json()["name"] == "Ada King"
    changed = ada.patch(ME, {"email": "king@example.com", "password": SIGNS_IN_WITH})
    assert (changed.status_code, changed.json()["email"]) == (200, "king@example.com")


def test_who_has_an_account_is_not_told_without_the_password(customer_api):
    ada = customer_api("ada@example.com")
    customer_api("bob@example.com")
    taken, free = (ada.patch(ME, {"email": email}) for email in ("bob@example.com", "nobody@example.com"))
    assert taken.json() == free.json()


def test_whoever_tries_addresses_or_passwords_has_to_wait(customer_api, settings):
    settings.GOTUTO_RATES = {**settings.GOTUTO_RATES, "login": "2/min"}
    ada = customer_api("ada@example.com")
    tried = [ada.patch(ME, {"email": "bob@example.com", "password": f"guess {number}"}) for number in range(5)]
    refused = next(answer for answer in tried if answer.status_code == 429)
    assert int(refused["Retry-After"]) > 0
    assert ada.patch(ME, {"name": "Ada"}).status_code == 200


def test_guests_and_staff_have_no_account_to_see(api, staff_api):
    assert api.get(ME).status_code == 401
    assert staff_api("support").get(ME).status_code == 403
    assert api.patch(ME, {"name": "X"}).status_code == 401


def test_registrations_are_limited_per_address(settings):
    settings.GOTUTO_RATES = {**settings.GOTUTO_RATES, "registration": "2/min"}
    answers = [Api().post(CUSTOMERS, {**ADA, "email": f"{number}@example.com"}) for number in range(5)]
    # A minute may end in between, but not twice.
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == "too_many_requests"
    assert int(refused["Retry-After"]) > 0
