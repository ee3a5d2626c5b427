"""Whoever guesses passwords: each guess is counted, and beyond the limit costs the shop nothing."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from contexts.customer.accounts.use_cases import register_customer
from contexts.customer.staff.use_cases import create_staff
from gotuto.db import fetch_all
from tests.clients import customer_api
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
GUESS = "a guess"
DOORS = {"browsable": "/api/login/", "back office": "/admin/login/"}


class CountingHasher(MD5PasswordHasher):
    """Hashes, and counts how often."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def counting(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    settings.GOTUTO_RATES = {"login": "2/min", "registration": "2/min"}
    create_staff(email="root@example.com", password=PASSWORD, roles=[], now=NOW)
    register_customer(email="ada@example.com", password=PASSWORD, name="Ada", now=NOW)
    CountingHasher.hashed = 0
    return CountingHasher


def guess(door, email="root@example.com", password=GUESS, address="192.0.2.7"):
    browser = Client(REMOTE_ADDR=address, headers={"accept": "text/html"})
    return browser.post(DOORS[door], {"username": email, "password": password})


@pytest.mark.parametrize("door", DOORS)
def test_beyond_the_limit_nothing_is_hashed(door, counting):
    answers = [guess(door) for _ in range(5)]
    right = guess(door, password=PASSWORD)
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
    assert "Too many attempts" in answers[-1].content.decode()
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert (right.status_code, "_auth_user_id" in right.client.session) == (429, False)
    assert counting.hashed == 2


def test_nor_at_a_registration(counting):
    new = {"password": PASSWORD, "name": "Eve"}
    codes = [
        Client().post("/api/v1/customers/", {**new, "email": f"{number}@example.com"}, "application/json").status_code
        for number in range(5)
    ]
    assert codes == [201, 201, 429, 429, 429]
    assert counting.hashed == 2


def test_nor_at_a_change_of_address(counting):
    ada = customer_api("bob@example.com")
    counting.hashed = 0
    tries = [ada.patch("customers/me/", {"email": "x@example.com", "password": "a guess"}) for _ in range(5)]
    assert [answer.status_code for answer in tries] == [400, 400, 429, 429, 429]
    assert counting.hashed == 2


@pytest.mark.parametrize("door", DOORS)
def test_an_unknown_address_costs_as_much_as_a_wrong_password(door, counting):
    guess(door)
    known = counting.hashed
    guess(door, email="nobody@example.com")
    assert counting.hashed == 2 * known == 2


@pytest.mark.parametrize("door", DOORS)
def test_an_account_is_guessed_at_so_often_wherever_the_guesses_come_from(door, counting):
    codes = [guess(door, address=f"192.0.2.{number}").status_code for number in range(4)]
    assert codes == [200, 200, 429, 429]
    assert guess(door, email="ada@example.com", address="192.0.2.9").status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_an_address_guesses_so_often_whomever_it_guesses_at(door, counting):
    codes = [guess(door, email=f"{number}@example.com").status_code for number in range(4)]
    assert codes == [200, 200, 429, 429]


def test_being_signed_in_as_somebody_else_is_no_new_beginning(counting):
    new = {"password": PASSWORD, "name": "Eve"}
    clients = [customer_api(f"c{number}@example.com") for number in range(2)]
    codes = [
        who.post("customers/", {**new, "email": f"{number}@example.com"}).status_code
        for number, who in enumerate([*clients, *clients])
    ]
    assert codes == [201, 201, 429, 429]


def test_a_household_of_ipv6_is_one_caller(counting):
    codes = [guess("browsable", f"{n}@example.com", address=f"2001:db8:1:2::{n:x}").status_code for n in range(4)]
    assert codes == [200, 200, 429, 429]
    assert guess("browsable", "x@example.com", address="2001:db8:1:3::1").status_code == 200


def test_counters_tell_nobody_who_was_guessed_at(counting):
    # With letters that no digest has.
    guess("browsable", email="lovelyn@example.com")
    rows = fetch_all("SELECT scope, principal FROM gotuto_http_ratewindow")
    assert len(rows) == 2
    assert "lovelyn" not in str(rows)


def test_a_sign_in_is_counted_in_one_statement(counting, django_assert_num_queries):
    # Counted, found, and what Django does for a session: a look for a free key, the row, the last sign-in.
    browser = Client()
    with django_assert_num_queries(2):
        browser.post(DOORS["browsable"], {"username": "ada@example.com", "password": "a guess"})
