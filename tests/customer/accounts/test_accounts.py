"""Accounts of those who buy: one per address, told of without personal data."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError

from contexts.customer import models
from contexts.customer.accounts.errors import CustomerNotFound, EmailTaken, InvalidEmail, WeakPassword
from contexts.customer.accounts.queries import get_customer, get_former_email
from contexts.customer.accounts.statements import forget_former_emails
from contexts.customer.accounts.use_cases import ensure_customer, register_customer, update_customer
from contexts.customer.staff.use_cases import create_staff, ensure_staff
from gotuto.db import fetch_all
from gotuto.errors import Stale
from gotuto.ids import CustomerId, new_id
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"


def register(email="ada@example.com", *, name="Ada", password=PASSWORD):
    return register_customer(email=email, password=password, name=name, now=NOW)


def change(account, **changes):
    return update_customer(customer_id=account.id, **changes, now=NOW)


def told():
    return [
        (name, json.loads(data))
        for name, data in fetch_all("SELECT name, data::text FROM gotuto_outbox_event ORDER BY sequence")
    ]


def test_a_registered_customer_can_be_asked_for():
    ada = register(" Ada@Example.COM ")
    assert (ada.email, ada.name, ada.version, ada.created_at) == ("ada@example.com", "Ada", 1, NOW)
    assert get_customer(customer_id=ada.id) == ada
    with pytest.raises(CustomerNotFound):
        get_customer(customer_id=CustomerId(new_id()))


def test_an_address_has_one_account_in_whatever_case_it_is_typed():
    register("ada@example.com")
    with pytest.raises(EmailTaken):
        register("ADA@example.com")


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@host", "a" * 250 + "@x.yz"]
)
def test_what_cannot_be_an_address_is_refused(email):
    with pytest.raises(InvalidEmail):
        register(email)


@pytest.mark.parametrize("password", ["short", "password", "12345678901", "ada@example.com"])
def test_a_password_that_is_easily_guessed_is_refused(password):
    with pytest.raises(WeakPassword):
        register(password=password)
    with pytest.raises(WeakPassword):
        create_staff(email="ada@example.com", password=password, roles=[], now=NOW)


def test_the_database_itself_refuses_a_customer_without_a_name():
    with pytest.raises(IntegrityError):
        register(name="")


def test_the_world_learns_ids_and_no_personal_data():
    ada = register()
    change(ada, name="Ada King", email="king@example.com")
    at = {"occurred_at": "2026-03-02T09:30:00Z", "customer_id": str(ada.id)}
    assert told() == [
        ("customer.customer_registered", at),
        ("customer.email_replaced", {**at, "former_email_id": str(models.FormerEmail.objects.get().id)}),
        ("customer.customer_updated", {**at, "changed": ["name", "email"]}),
    ]


def test_a_former_address_is_known_until_it_is_forgotten():
    ada = register()
    change(ada, email="king@example.com")
    row = models.FormerEmail.objects.get()
    former = get_former_email(former_email_id=row.id)
    assert (former.customer_id, former.email, former.replaced_at, str(row)) == (ada.id, ada.email, NOW, ada.email)
    assert forget_former_emails(NOW + timedelta(days=29), 10) == 0
    assert forget_former_emails(NOW + timedelta(days=31), 10) == 1
    assert get_former_email(former_email_id=row.id) is None


def test_name_and_address_change_and_the_version_counts():
    ada = register()
    changed = change(ada, name="Ada King", email=" King@example.com", expected_version=1)
    assert (changed.name, changed.email, changed.version) == ("Ada King", "king@example.com", 2)
    assert get_customer(customer_id=ada.id) == changed


def test_saying_the_same_again_changes_nothing():
    ada = register()
    assert change(ada, name="Ada", email="ADA@example.com") == ada
    assert len(told()) == 1


def test_nobody_takes_over_the_address_of_another():
    register("bob@example.com")
    ada = register("ada@example.com")
    with pytest.raises(EmailTaken):
        change(ada, email="bob@example.com")


def test_who_decided_on_an_older_version_is_told_so():
    ada = register()
    change(ada, name="Ada King")
    with pytest.raises(Stale):
        change(ada, name="Ada Byron", expected_version=1)
    with pytest.raises(CustomerNotFound):
        update_customer(customer_id=CustomerId(new_id()), name="Nobody", now=NOW)


def test_a_customer_is_ensured_once_and_signs_in_with_the_wanted_password():
    first = ensure_customer(email="ada@example.com", password="one", name="Ada", now=NOW)
    again = ensure_customer(email="Ada@example.com", password="two", name="Somebody", now=NOW)
    assert again == first
    user = models.User.objects.get(email="ada@example.com")
    assert user.check_password("two")
    assert str(user) == "ada@example.com"
    assert str(user.customer) == "Ada"


def test_staff_have_roles_and_no_profile():
    made = create_staff(email="Stock@example.com", password=PASSWORD, roles=["stock", "catalog"], now=NOW)
    assert (made.email, made.roles, made.is_superuser) == ("stock@example.com", {"stock", "catalog"}, False)
    user = models.User.objects.get(email="stock@example.com")
    assert user.is_staff
    assert user.customer_id is None


def test_staff_are_ensured_with_the_roles_of_the_last_time():
    for roles, superuser in ((["stock"], False), (["billing"], True), (["billing"], False)):
        made = ensure_staff(email="s@example.com", password="one", roles=roles, is_superuser=superuser, now=NOW)
    assert made.roles == {"billing"}
    assert models.User.objects.count() == 1


def test_a_superuser_has_every_role():
    made = create_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=NOW)
    assert made.roles == {"catalog", "stock", "billing", "fulfilment", "support"}


def test_a_customer_does_not_become_staff_by_accident():
    register("ada@example.com")
    with pytest.raises(EmailTaken):
        ensure_staff(email="ada@example.com", password="one", roles=[], now=NOW)
