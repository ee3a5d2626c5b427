"""Signing in: people by session, programs by token, each in one statement with profile and roles."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from contexts.customer import models
from contexts.customer.accounts.errors import UserNotFound
from contexts.customer.accounts.use_cases import register_customer
from contexts.customer.authentication import EmailBackend
from contexts.customer.staff.use_cases import create_staff
from contexts.customer.tokens.errors import TokenNotFound, TokenTaken
from contexts.customer.tokens.queries import list_tokens
from contexts.customer.tokens.use_cases import create_token, install_token, revoke_token
from gotuto.http.access import principal
from gotuto.ids import new_id
from tests.clients import Api
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
ME = "customers/me/"


@pytest.fixture
def ada():
    return register_customer(email="ada@example.com", password=PASSWORD, name="Ada", now=NOW)


@pytest.fixture
def root():
    return create_staff(email="root@example.com", password=PASSWORD, roles=["stock"], now=NOW)


def token_of(email, **how):
    return create_token(email=email, name="till", **{"now": NOW, **how})


def bearer(secret):
    return Api(Authorization=f"Bearer {secret}")


def test_every_role_is_a_group():
    assert set(Group.objects.values_list("name", flat=True)) == {"catalog", "stock", "billing", "fulfilment", "support"}


def test_people_sign_in_by_address_in_any_case_and_password(ada):
    assert authenticate(username=" Ada@Example.com", password=PASSWORD).customer_id == ada.id
    assert authenticate(email="ada@example.com", password=PASSWORD).customer_id == ada.id
    assert authenticate(username="ada@example.com", password="wrong") is None
    assert authenticate(username="nobody@example.com", password=PASSWORD) is None
    assert authenticate(username=None, password=None) is None


def test_who_was_locked_out_stays_out(ada):
    secret = token_of("ada@example.com").secret
    user = models.User.objects.get()
    models.User.objects.update(is_active=False)
    assert authenticate(username="ada@example.com", password=PASSWORD) is None
    assert EmailBackend().get_user(user.id) is None
    assert bearer(secret).get(ME).status_code == 401


def test_a_session_costs_one_statement_with_profile_and_roles(root, django_assert_num_queries):
    user = models.User.objects.get()
    with django_assert_num_queries(1):
        found = EmailBackend().get_user(user.id)
        assert found.roles == {"stock"}
        assert found.customer_id is None
        assert found.is_staff


def test_a_session_opens_the_account(ada):
    browser = Client()
    assert browser.login(username="ada@example.com", password=PASSWORD)
    assert browser.get("/api/v1/customers/me/", headers={"Accept": "application/json"}).json()["id"] == str(ada.id)


def test_a_token_costs_one_statement(ada, django_assert_num_queries):
    api = bearer(token_of("ada@example.com").secret)
    with django_assert_num_queries(2):
        assert api.get(ME).json()["name"] == "Ada"


def test_a_token_carries_profile_and_roles(ada, root, rf):
    from rest_framework.request import Request

    from contexts.customer.authentication import BearerAuthentication

    def asking(email):
        request = rf.get("/", headers={"Authorization": f"bearer {token_of(email).secret}"})
        return principal(Request(request, authenticators=[BearerAuthentication()]))

    assert asking("ada@example.com").customer_id == ada.id
    assert asking("root@example.com").roles == {"stock"}
    assert asking("root@example.com").user_id == root.id


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer wrong", "bearer \u00e9"])
def test_a_wrong_token_is_refused_and_the_answer_says_how_to_sign_in(header, db):
    answer = Api(Authorization=header.encode().decode("latin-1")).get("products/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="GoTuto"'


def test_another_scheme_is_left_to_others(db):
    assert Api(Authorization="Basic YTpi").get("products/").status_code == 200


def test_a_token_ends_when_it_expires_or_is_revoked(ada):
    now = timezone.now()
    late = token_of("ada@example.com", expires_at=now - timedelta(seconds=1))
    valid = token_of("ada@example.com", expires_at=now + timedelta(hours=1))
    assert bearer(late.secret).get(ME).status_code == 401
    assert bearer(valid.secret).get(ME).status_code == 200
    first = revoke_token(token_id=valid.token.id, now=now)
    again = revoke_token(token_id=valid.token.id, now=now + timedelta(days=1))
    assert first.revoked_at == again.revoked_at == now
    assert bearer(valid.secret).get(ME).status_code == 401
    with pytest.raises(TokenNotFound):
        revoke_token(token_id=new_id(), now=now)


def test_the_secret_of_a_token_is_not_stored(ada):
    made = token_of("ada@example.com")
    row = models.ApiToken.objects.get()
    assert made.secret not in str(vars(row))
    assert str(row) == "till"
    assert list_tokens() == (made.token,)


def test_a_token_needs_somebody_it_acts_for():
    with pytest.raises(UserNotFound):
        token_of("nobody@example.com")


def install(email, secret, name="GOTUTO_ADMIN_TOKEN"):
    return install_token(email=email, name=name, secret=secret, now=NOW)


def test_a_token_from_outside_is_installed_once_and_replaced_by_a_new_one(ada):
    first = install("ada@example.com", "one")
    assert install("ada@example.com", "one") == first
    assert bearer("one").get(ME).status_code == 200
    install("ada@example.com", "two")
    assert bearer("one").get(ME).status_code == 401
    assert bearer("two").get(ME).status_code == 200


def test_a_token_from_outside_does_not_open_two_accounts(ada, root):
    install("ada@example.com", "one")
    with pytest.raises(TokenTaken):
        install("root@example.com", "one")


def test_an_operator_makes_lists_and_revokes_tokens(ada, root, capsys):
    call_command("token", "create", "ada@example.com", "--name", "till", "--days", "30")
    told = capsys.readouterr()
    assert "shown this once" in told.err
    secret = told.out.strip()
    assert bearer(secret).get(ME).status_code == 200

    call_command("token", "create", "root@example.com")
    capsys.readouterr()
    call_command("token", "list")
    every = capsys.readouterr().out
    call_command("token", "list", "ada@example.com")
    own = capsys.readouterr().out
    assert "root@example.com" in every
    assert "till" in own
    assert "root" not in own
    assert secret not in own

    token_id = list_tokens(email="ada@example.com")[0].id
    call_command("token", "revoke", str(token_id))
    assert "opens nothing any more" in capsys.readouterr().out
    assert bearer(secret).get(ME).status_code == 401
    call_command("token", "list", "ada@example.com", "--json")
    assert json.loads(capsys.readouterr().out)[0]["revoked_at"]


def test_an_operator_who_errs_is_told_so_in_one_line(capsys):
    with pytest.raises(CommandError, match=r"^Nobody signs in as nobody@example\.com\.$"):
        call_command("token", "create", "nobody@example.com")
    call_command("token", "list")
    assert capsys.readouterr().out == "There are no tokens.\n"


def test_a_command_without_a_verb_says_which_there_are():
    with pytest.raises(CommandError, match="create"):
        call_command("token", "forget")


def test_a_superuser_made_by_djangos_own_command_signs_in():
    call_command("createsuperuser", "--noinput", "--email", "Chief@example.com")
    chief = models.User.objects.get_by_natural_key("CHIEF@example.com")
    assert (chief.email, chief.is_staff, chief.is_superuser) == ("chief@example.com", True, True)
    assert not chief.has_usable_password()
