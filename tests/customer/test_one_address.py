"""One person, one address: it has one spelling, and accounts of before are neither lost nor merged."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client

from contexts.customer import models
from contexts.customer.accounts.use_cases import ensure_customer, register_customer
from contexts.customer.tokens.use_cases import create_token
from tests.clients import Api, staff_api
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
LONG_S = "jame\u017f@example.com"
IN_LETTERS, IN_DNS = "ada@b\u00fccher.example", "ada@xn--bcher-kva.example"


def registered(email):
    return Api().post("customers/", {"email": email, "password": PASSWORD, "name": "Ada"})


def stored(email, password=PASSWORD):
    """An account as it was written before there was one spelling."""
    account = register_customer(email="before@example.com", password=password, name="Ada", now=NOW)
    models.User.objects.filter(email="before@example.com").update(email=email)
    return account


@pytest.mark.parametrize(
    "email", [LONG_S, "\uff4aames@example.com", "james@\uff45xample.com", "ja\u00admes@example.com", "a@[127.0.0.1]"]
)
def test_an_address_that_only_looks_like_one_is_refused(email):
    assert registered("james@example.com").status_code == 201
    answer = registered(email)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["email"])
    assert models.User.objects.count() == 1


@pytest.mark.parametrize(("first", "second"), [(IN_LETTERS, IN_DNS), (IN_DNS, IN_LETTERS)])
def test_a_domain_of_another_script_is_one_domain(first, second):
    assert registered(first).json()["email"] == IN_DNS
    assert registered(second).json()["code"] == "customer.email_taken"
    assert authenticate(username=IN_LETTERS, password=PASSWORD) == authenticate(username=IN_DNS, password=PASSWORD)


def test_an_account_of_before_keeps_its_address_against_newcomers():
    stored(IN_LETTERS)
    assert registered(IN_DNS).json()["code"] == "customer.email_taken"
    bob = registered("bob@example.com").json()
    assert (bob["email"], models.User.objects.count()) == ("bob@example.com", 2)


@pytest.mark.parametrize("email", [LONG_S, IN_LETTERS, "ada@bu\u0308cher.example", "ada@shop.invalid"])
def test_an_account_of_before_signs_in_as_it_did(email):
    account = stored(email)
    assert authenticate(username=email, password=PASSWORD).customer_id == account.id
    page = Client()
    answer = page.post("/api/login/", {"username": email, "password": PASSWORD})
    assert (answer.status_code, page.get("/api/v1/customers/me/").json()["email"]) == (302, email)
    assert create_token(email=email, name="till", now=NOW).token.email == email


def test_of_two_accounts_of_before_each_opens_by_its_own_spelling():
    first = stored(IN_LETTERS)
    second = register_customer(email="after@example.com", password="another long river", name="Eve", now=NOW)
    models.User.objects.filter(email="after@example.com").update(email=IN_DNS)
    assert authenticate(username=IN_LETTERS, password=PASSWORD).customer_id == first.id
    assert authenticate(username=IN_DNS, password="another long river").customer_id == second.id


def test_a_person_may_bring_their_address_into_its_one_spelling(customer_api):
    ensure_customer(email="ada@example.com", password="a-long-password-9", name="Ada", now=NOW)
    ada = customer_api("ada@example.com")
    models.User.objects.filter(email="ada@example.com").update(email=IN_LETTERS)
    assert models.User.objects.get_by_natural_key(IN_DNS).email == IN_LETTERS
    taken = Api().post("customers/", {"email": IN_DNS, "password": PASSWORD, "name": "Eve"})
    assert taken.status_code == 409
    assert ada.get("customers/me/").json()["email"] == IN_LETTERS


def test_what_is_no_text_at_all_signs_nobody_in():
    assert authenticate(username="ada\x00@example.com", password=PASSWORD) is None
    assert authenticate(username="ada@example.com", password="\ud800") is None
    stored("ada@example.com")
    assert authenticate(username="ada@example.com", password="\ud800") is None


COMPOSED, DECOMPOSED = "caf\u00e9 au lait, s'il vous pla\u00eet", "cafe\u0301 au lait, s'il vous plai\u0302t"


@pytest.mark.parametrize(("chosen", "typed"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
def test_a_password_is_the_same_from_every_keyboard(chosen, typed):
    assert Api().post("customers/", {"email": "ada@example.com", "password": chosen, "name": "Ada"}).status_code == 201
    for password in (chosen, typed):
        assert authenticate(username="ada@example.com", password=password) is not None
        assert Client().post("/api/login/", {"username": "ada@example.com", "password": password}).status_code == 302


def test_a_password_of_before_still_opens_and_then_does_so_from_every_keyboard(monkeypatch):
    account = stored("ada@example.com")
    user = models.User.objects.get(email="ada@example.com")
    super(models.User, user).set_password(DECOMPOSED)
    user.save()
    assert authenticate(username="ada@example.com", password=COMPOSED) is None
    assert authenticate(username="ada@example.com", password=DECOMPOSED).customer_id == account.id
    assert authenticate(username="ada@example.com", password=COMPOSED).customer_id == account.id
    assert authenticate(username="ada@example.com", password="cafe\u0301") is None


def test_staff_have_one_address_and_one_password_too(monkeypatch):
    staff_api("stock", email=IN_LETTERS)
    assert models.User.objects.get().email == IN_DNS
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", DECOMPOSED)
    call_command("createsuperuser", email="root@B\u00dcCHER.example", interactive=False)
    assert authenticate(username="root@b\u00fccher.example", password=COMPOSED).is_superuser
