"""Accounts in the back office: support looks after customers, superusers after staff, roles and tokens."""

import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.test import Client

from contexts.customer import models
from contexts.customer.accounts.errors import UserNotFound
from contexts.customer.accounts.queries import get_customer
from contexts.customer.accounts.use_cases import register_customer
from contexts.customer.staff.use_cases import ensure_staff, update_access
from contexts.customer.tokens.use_cases import create_token
from gotuto.ids import new_id
from tests.clients import Api
from tests.conftest import NOW
from tests.office import act

pytestmark = pytest.mark.django_db

USERS = "/admin/customer/user/"
CUSTOMERS = "/admin/customer/customer/"
TOKENS = "/admin/customer/apitoken/"
ROLES = "/admin/auth/group/"
PASSWORD = "a long and quiet river"


def office(*roles, superuser=False):
    email = f"{'-'.join(roles) or 'nobody'}{superuser}@example.com"
    ensure_staff(email=email, password=PASSWORD, roles=roles, is_superuser=superuser, now=NOW)
    browser = Client()
    assert browser.login(username=email, password=PASSWORD)
    return browser


@pytest.fixture
def chief():
    return office(superuser=True)


@pytest.fixture
def support():
    return office("support")


@pytest.fixture
def ada():
    return register_customer(email="ada@example.com", password=PASSWORD, name="Ada", now=NOW)


def user_of(email):
    return models.User.objects.get(email=email)


def groups(*names):
    return [str(group.id) for group in Group.objects.filter(name__in=names)]


def complaints(answer):
    assert answer.status_code == 200
    found = answer.context["adminform"].form.errors
    return {field: " ".join(found_here) for field, found_here in found.items()}


def test_staff_are_added_by_address_with_their_roles(chief):
    new = {"email": "Stock@Example.com", "password": PASSWORD, "groups": groups("stock")}
    assert chief.get(f"{USERS}add/").status_code == 200
    assert chief.post(f"{USERS}add/", new).status_code == 302
    user = user_of("stock@example.com")
    assert (user.is_staff, user.roles) == (True, {"stock"})
    assert authenticate(username="stock@example.com", password=PASSWORD)


def test_a_refusal_stands_beside_the_input(chief, ada):
    new = {"email": "ada@example.com", "password": PASSWORD}
    assert "already an account" in complaints(chief.post(f"{USERS}add/", new))["email"]
    weak = {"email": "new@example.com", "password": "password"}
    assert "too common" in complaints(chief.post(f"{USERS}add/", weak))["password"]


def test_somebody_is_locked_out_and_gets_other_roles_and_a_new_password(chief):
    office("stock")
    user = user_of("stockFalse@example.com".lower())
    page = f"{USERS}{user.id}/change/"
    assert chief.get(page).status_code == 200
    changed = {"is_active": "on", "groups": groups("billing", "catalog"), "password": "another quiet river"}
    assert chief.post(page, changed).status_code == 302
    known = authenticate(username=user.email, password="another quiet river")
    assert known.roles == {"billing", "catalog"}
    assert chief.post(page, {"groups": groups("billing"), "password": ""}).status_code == 302
    assert authenticate(username=user.email, password="another quiet river") is None
    assert "too common" in complaints(chief.post(page, {"password": "password"}))["password"]


def test_a_customer_gets_no_roles(chief, ada):
    page = f"{USERS}{user_of('ada@example.com').id}/change/"
    refused = chief.post(page, {"is_active": "on", "groups": groups("billing")})
    assert "is a customer" in complaints(refused)["__all__"]
    assert chief.post(page, {"password": ""}).status_code == 302
    assert not user_of("ada@example.com").is_active


def test_nobody_unknown_gets_access():
    with pytest.raises(UserNotFound):
        update_access(user_id=new_id(), is_active=True, now=NOW)


def test_users_are_listed_with_their_roles(chief):
    office("stock", "billing")
    page = chief.get(USERS).content.decode()
    assert "billing, stock" in page
    assert "all" in page


def test_support_registers_and_corrects_customers(support, ada):
    new = {"name": "Bob", "email": "Bob@example.com", "password": PASSWORD}
    assert support.get(f"{CUSTOMERS}add/").status_code == 200
    assert support.post(f"{CUSTOMERS}add/", new).status_code == 302
    page = f"{CUSTOMERS}{ada.id}/change/"
    assert "ada@example.com" in support.get(page).content.decode()
    assert support.post(page, {"name": "Ada King", "email": "king@example.com", "version": "1"}).status_code == 302
    known = get_customer(customer_id=ada.id)
    assert (known.name, known.email) == ("Ada King", "king@example.com")
    stale = support.post(page, {"name": "Ada", "email": "king@example.com", "version": "1"})
    assert "version 1" in complaints(stale)["__all__"]
    taken = support.post(page, {"name": "Ada", "email": "bob@example.com", "version": "2"})
    assert "already an account" in complaints(taken)["email"]
    for question in ("king@", "Ada", str(ada.id)):
        assert "Ada King" in support.get(CUSTOMERS, {"q": question}).content.decode()


def test_a_token_is_shown_once_and_revoked(chief, ada):
    new = {"user": str(user_of("ada@example.com").id), "name": "till", "expires_at_0": "", "expires_at_1": ""}
    assert chief.get(f"{TOKENS}add/").status_code == 200
    shown = chief.post(f"{TOKENS}add/", new, follow=True).content.decode()
    secret = re.search(r"shown this once: ([\w-]+)", shown)[1]
    api = Api(Authorization=f"Bearer {secret}")
    assert api.get("customers/me/").status_code == 200
    assert secret not in chief.get(TOKENS).content.decode()

    row = models.ApiToken.objects.get()
    seen = chief.get(f"{TOKENS}{row.id}/change/").content.decode()
    assert row.digest not in seen
    act(chief, TOKENS, "revoke", row.id)
    assert api.get("customers/me/").status_code == 401


def test_roles_are_shown_with_the_number_of_their_members(chief):
    office("stock")
    assert "stock" in chief.get(ROLES).content.decode()
    page = chief.get(f"{ROLES}{Group.objects.get(name='stock').id}/change/").content.decode()
    assert "Books receipts and transfers, counts, corrects counts, keeps suppliers, and buys of them." in page
    assert "Inventory: stock items, reservations, movements" in page
    assert chief.get(f"{ROLES}add/").status_code == 403


def test_only_superusers_decide_who_may_do_what(support, ada):
    user = user_of("ada@example.com")
    create_token(email=user.email, name="till", now=NOW)
    token = models.ApiToken.objects.get()
    for address in (USERS, f"{USERS}{user.id}/change/", TOKENS, f"{TOKENS}{token.id}/change/", ROLES):
        assert support.get(address).status_code == 403
    for address in (f"{USERS}add/", f"{USERS}{user.id}/change/", f"{TOKENS}add/"):
        assert support.post(address, {}).status_code == 403
    act(support, TOKENS, "revoke", token.id)
    token.refresh_from_db()
    assert token.revoked_at is None


def test_staff_without_the_role_neither_see_nor_touch_customers(ada):
    browser = office("stock")
    page = f"{CUSTOMERS}{ada.id}/change/"
    assert browser.get(page).status_code == 403
    assert browser.post(page, {"name": "X"}).status_code == 403
    assert browser.get(f"{CUSTOMERS}add/").status_code == 403


def test_customers_do_not_enter(ada):
    browser = Client()
    browser.login(username="ada@example.com", password=PASSWORD)
    assert browser.get(USERS).status_code == 302
