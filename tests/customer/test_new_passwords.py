"""A new password: it must be one, and what the old one made ends with it."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from contexts.customer import models
from contexts.customer.accounts.errors import UserNotFound, WeakPassword
from contexts.customer.accounts.use_cases import register_customer, replace_password
from contexts.customer.staff.use_cases import create_staff
from contexts.customer.tokens.use_cases import create_token
from gotuto.ids import new_id
from tests.clients import Api
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD, ANOTHER = "a long and quiet river", "another quiet river"
USERS = "/admin/customer/user/"


@pytest.fixture
def ada():
    return register_customer(email="ada@example.com", password=PASSWORD, name="Ada", now=NOW)


@pytest.fixture
def chief():
    create_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=NOW)
    browser = Client()
    assert browser.login(username="root@example.com", password=PASSWORD)
    return browser


def token_of(email):
    return Api(Authorization=f"Bearer {create_token(email=email, name='till', now=NOW).secret}")


def user_of(email):
    return models.User.objects.get(email=email)


@pytest.mark.parametrize("password", [" " * 8, " " * 40, "\u2003" * 12, "\t" * 9, " a b c d e "])
def test_blanks_are_no_password(password):
    with pytest.raises(WeakPassword, match="Without its blanks"):
        register_customer(email="ada@example.com", password=password, name="Ada", now=NOW)


def test_nor_over_http(api):
    answer = api.post("customers/", {"email": "a@example.com", "password": " " * 8, "name": "A"})
    assert (answer.status_code, "Without its blanks" in answer.json()["errors"]["password"][0]) == (400, True)


def test_tokens_end_with_the_password(ada):
    program = token_of("ada@example.com")
    replace_password(user_id=user_of("ada@example.com").id, password=ANOTHER, now=NOW)
    assert program.get("customers/me/").status_code == 401
    assert authenticate(username="ada@example.com", password=ANOTHER)


def test_unless_somebody_says_that_they_stay(ada):
    program = token_of("ada@example.com")
    replace_password(user_id=user_of("ada@example.com").id, password=ANOTHER, keep_tokens=True, now=NOW)
    assert program.get("customers/me/").status_code == 200


def test_nobody_unknown_gets_a_password():
    with pytest.raises(UserNotFound):
        replace_password(user_id=new_id(), password=ANOTHER, now=NOW)


@pytest.mark.parametrize(("answered", "status"), [({}, 401), ({"keep_tokens": "on"}, 200)])
def test_a_superuser_who_sets_a_password_is_asked(chief, ada, answered, status):
    program = token_of("ada@example.com")
    page = f"{USERS}{user_of('ada@example.com').id}/change/"
    assert "API tokens stay valid" in chief.get(page).content.decode()
    assert chief.post(page, {"is_active": "on", "password": ANOTHER, **answered}).status_code == 302
    assert program.get("customers/me/").status_code == status


def test_a_page_that_is_saved_without_a_password_ends_no_token(chief, ada):
    program = token_of("ada@example.com")
    page = f"{USERS}{user_of('ada@example.com').id}/change/"
    assert chief.post(page, {"is_active": "on", "password": ""}).status_code == 302
    assert program.get("customers/me/").status_code == 200


@pytest.mark.parametrize(("answered", "status"), [({}, 401), ({"keep_tokens": "on"}, 200)])
def test_who_changes_their_own_password_is_asked_and_stays_signed_in(chief, answered, status):
    program = token_of("root@example.com")
    page = "/admin/password_change/"
    assert "API tokens stay valid" in chief.get(page).content.decode()
    blank = {"old_password": PASSWORD, "new_password1": " " * 9, "new_password2": " " * 9}
    assert "Without its blanks" in chief.post(page, blank).content.decode()
    changed = {"old_password": PASSWORD, "new_password1": ANOTHER, "new_password2": ANOTHER}
    assert chief.post(page, {**changed, **answered}).status_code == 302
    assert chief.get("/admin/").status_code == 200
    assert authenticate(username="root@example.com", password=ANOTHER)
    assert program.get("orders/").status_code == status
