"""The log says who signed in, who failed to, and who gave what to whom: by ids, and nothing personal."""

import pytest
from django.test import Client
from structlog.testing import capture_logs

from contexts.customer import models
from contexts.customer.accounts.use_cases import register_customer, replace_password, update_customer
from contexts.customer.staff.use_cases import create_staff, update_access
from contexts.customer.tokens.use_cases import create_token, revoke_token
from gotuto import audit_log, trace
from gotuto.ids import new_id
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
EMAIL = "ada.lovelace@example.com"


@pytest.fixture
def ada():
    register_customer(email=EMAIL, password=PASSWORD, name="Ada Lovelace", now=NOW)
    return models.User.objects.get(email=EMAIL)


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """What an act leaves in the log, but the line of its request."""

    def of(act):
        with capture_logs() as said, django_capture_on_commit_callbacks(execute=True):
            act()
        assert not {"ada.lovelace", "Lovelace", PASSWORD} & set(str(said).replace("'", " ").split())
        assert EMAIL not in str(said)
        return [line for line in said if line["event"] != "request"]

    return of


def sign_in(door, password):
    return Client().post(door, {"username": EMAIL, "password": password})


@pytest.mark.parametrize("door", ["/api/login/", "/admin/login/"])
def test_a_sign_in_that_fails_says_at_whose_door(ada, heard, door):
    [line] = heard(lambda: sign_in(door, "a guess"))
    assert line == {"event": "sign_in_failed", "log_level": "warning", "account": str(ada.id)}


def test_at_nobodys_door_it_says_nothing_more(heard):
    [line] = heard(lambda: sign_in("/api/login/", "a guess"))
    assert line == {"event": "sign_in_failed", "log_level": "warning"}


def test_signing_in_and_out_says_who(ada, heard):
    browser = Client()
    signed_in = heard(lambda: browser.post("/api/login/", {"username": EMAIL, "password": PASSWORD}))
    signed_out = heard(lambda: browser.post("/api/logout/"))
    nobody = heard(lambda: browser.post("/api/logout/"))
    told = [(line["event"], line["actor"]) for line in (*signed_in, *signed_out)]
    assert told == [("signed_in", str(ada.id)), ("signed_out", str(ada.id))]
    assert nobody == []


def test_whoever_has_to_wait_is_told_of(ada, heard, settings):
    settings.GOTUTO_RATES = {"login": "1/min"}
    lines = heard(lambda: [sign_in("/api/login/", "a guess") for _ in range(4)])
    throttled = [line for line in lines if line["event"] == "throttled"]
    assert [(line["scope"], line["limit"]) for line in throttled][:1] == [("login", 1)]


def test_tokens_passwords_and_addresses_leave_a_line(ada, heard):
    trace.set_actor(actor := new_id())
    made = []
    [token] = heard(lambda: made.append(create_token(email=EMAIL, name="till", now=NOW)))
    [revoked] = heard(lambda: revoke_token(token_id=made[0].token.id, now=NOW))
    again = heard(lambda: revoke_token(token_id=made[0].token.id, now=NOW))
    [replaced] = heard(lambda: replace_password(user_id=ada.id, password="another quiet river", now=NOW))
    [moved] = heard(lambda: update_customer(customer_id=ada.customer.id, email="b@example.com", now=NOW))
    about = {"actor": str(actor), "account": str(ada.id), "log_level": "info"}
    assert token == {**about, "event": "token_made", "token": str(made[0].token.id)}
    assert revoked == {**about, "event": "token_revoked", "token": str(made[0].token.id)}
    assert again == []
    assert replaced == {**about, "event": "password_replaced", "tokens_kept": False}
    assert moved == {**about, "event": "email_replaced"}
    assert made[0].secret not in str([token, revoked])


def test_so_does_access(heard):
    made = []
    [first] = heard(
        lambda: made.append(create_staff(email="eve@example.com", password=PASSWORD, roles=["stock"], now=NOW))
    )
    [then] = heard(lambda: update_access(user_id=made[0].id, is_active=False, roles=["billing"], now=NOW))
    assert (first["event"], first["roles"], first["is_superuser"], first["is_active"]) == (
        "access_set",
        ["stock"],
        False,
        True,
    )
    assert (then["account"], then["roles"], then["is_active"]) == (str(made[0].id), ["billing"], False)


def test_what_is_rolled_back_leaves_no_line(ada):
    with capture_logs() as said:
        audit_log.record("something", account=ada.id)
    assert said == []
