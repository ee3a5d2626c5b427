"""Passwords are kept as Argon2id hashes; those of before are taken, and hashed anew."""

import argon2
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from config.settings import PASSWORD_HASHERS
from contexts.customer.accounts.models import User
from contexts.customer.staff.use_cases import create_staff
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "root@example.com", "a long and quiet river"


@pytest.fixture(autouse=True)
def _hashed_as_for_people(settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def sign_in(password=PASSWORD):
    browser = Client()
    browser.post("/admin/login/", {"username": EMAIL, "password": password})
    return "_auth_user_id" in browser.session


def kept():
    return User.objects.get(email=EMAIL).password


def test_a_password_takes_the_work_that_owasp_recommends():
    create_staff(email=EMAIL, password=PASSWORD, roles=[], now=NOW)
    work = argon2.extract_parameters(kept().removeprefix("argon2"))
    assert (work.type, work.memory_cost, work.time_cost, work.parallelism) == (argon2.Type.ID, 19 * 1024, 2, 1)
    assert sign_in()
    assert not sign_in("a guess")


def test_a_hash_of_before_is_taken_and_replaced():
    create_staff(email=EMAIL, password=PASSWORD, roles=[], now=NOW)
    former = PBKDF2PasswordHasher()
    User.objects.filter(email=EMAIL).update(password=former.encode(PASSWORD, "salt" * 6, iterations=1_000))
    assert not sign_in("a guess")
    assert kept().startswith("pbkdf2")
    assert sign_in()
    assert kept().startswith("argon2$argon2id$")
    assert sign_in()
