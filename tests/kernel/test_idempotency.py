"""Idempotency-Key: the same request twice has one effect; whatever stands in the way is said."""

import hashlib
import threading

import pytest
from django.db import connection

from gotuto.http.models import IdempotencyKey
from gotuto.ids import new_id
from gotuto.outbox.models import Event
from tests.clients import Api
from tests.kernel import toy_api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]


@pytest.fixture(autouse=True)
def nothing_else_happens():
    toy_api.meanwhile.clear()
    yield
    toy_api.meanwhile.clear()


def post(api, key="k-1", note="c", **headers):
    return api.post("/bells/", {"note": note}, Idempotency_Key=key, **headers)


def bells():
    return Event.objects.count()


def test_a_repeat_has_no_second_effect_and_shows_the_same_resource(api):
    first, again = post(api), post(api)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert bells() == 1


def test_a_repeat_shows_the_resource_as_it_is_now(api):
    made = post(api).json()
    api.patch(f"/bells/{made['id']}/", {"note": "d"})
    assert post(api).json() == {**made, "note": "d", "version": 2}


def test_without_a_key_every_request_has_its_effect(api):
    for _ in range(2):
        assert api.post("/bells/", {"note": "c"}).status_code == 201
    assert bells() == 2
    assert not IdempotencyKey.objects.exists()


def test_the_same_key_with_another_body_is_refused(api):
    post(api)
    refused = post(api, note="d")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency.key_reused")
    assert bells() == 1


def test_the_order_of_members_does_not_make_another_body(api):
    first = api.post("/bells/", {"note": "c", "price": {"amount": "1", "currency": "EUR"}}, Idempotency_Key="k")
    again = api.post("/bells/", {"price": {"currency": "EUR", "amount": "1"}, "note": "c"}, Idempotency_Key="k")
    assert (first.status_code, first.json()) == (201, again.json())


def test_a_number_that_no_database_takes_in_a_field_that_nobody_stores(api):
    clapper = {"weight": 10**40, "sku": "A"}
    assert api.post("/bells/", {"note": "c", "clappers": [clapper]}, Idempotency_Key="k").status_code == 201


def test_a_refusal_frees_the_key(api):
    refused = post(api, note="cracked")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert not IdempotencyKey.objects.exists()
    assert post(api, note="c").status_code == 201


def test_bad_input_does_not_use_the_key(api):
    assert post(api, note="").status_code == 400
    assert post(api).status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 256, "a\tb", "a\x00b"])
def test_a_key_that_cannot_be_one_is_malformed(api, key):
    refused = post(api, key=key)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["Idempotency-Key"])
    assert bells() == 0


def test_a_long_key_with_signs_of_other_languages_is_fine(api):
    assert post(api, key="é" * 255).status_code == 201


def test_keys_of_different_callers_never_meet(api, customer_api):
    callers = [api, customer_api(), customer_api("bob@example.com"), Api(X_Cart_Token="one"), Api(X_Order_Token="two")]
    assert len({post(caller).json()["id"] for caller in callers}) == 5


def test_a_guest_with_a_token_may_come_from_another_address(settings):
    settings.GOTUTO_TRUSTED_PROXIES = 1
    at_home, on_the_train = (Api(X_Cart_Token="one", X_Forwarded_For=address) for address in ("1.1.1.1", "2.2.2.2"))
    assert post(at_home).json() == post(on_the_train).json()
    without_token = [post(Api(X_Forwarded_For=address)).json()["id"] for address in ("1.1.1.1", "2.2.2.2")]
    assert len(set(without_token)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_repeat_during_the_first_is_told_to_come_back():
    inside, go_on, answers = threading.Event(), threading.Event(), []

    def hold():
        inside.set()
        assert go_on.wait(10)

    def first():
        answers.append(post(Api()))
        connection.close()

    toy_api.meanwhile.append(hold)
    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    early = post(Api())
    other = threading.Thread(target=lambda: (toy_api.meanwhile.clear(), go_on.set()))
    other.start()
    thread.join(20)
    other.join(20)
    assert (early.status_code, early.json()["code"], early["Retry-After"]) == (409, "idempotency.in_progress", "1")
    assert answers[0].status_code == 201
    late = post(Api())
    assert late["Idempotency-Replayed"] == "true"
    assert late.json() == answers[0].json()
    assert bells() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_one_effect():
    start, answers = threading.Barrier(8, timeout=10), []

    def run():
        start.wait()
        answers.append(post(Api()))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert bells() == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1


def test_an_unknown_resource_behind_a_key_is_not_found(api):
    post(api)
    IdempotencyKey.objects.update(resource_id=new_id())
    assert post(api).status_code == 404


def test_what_is_kept_of_a_body_tells_nothing_of_it_without_the_secret(api):
    post(api)
    kept = bytes(IdempotencyKey.objects.get().fingerprint)
    assert kept != hashlib.sha256(b'{"note": "c"}').digest()
    assert len(kept) == 32


@pytest.mark.parametrize("fallbacks", [[], ["one-of-before"]])
def test_a_repeat_is_known_after_the_secret_was_replaced(api, settings, fallbacks):
    settings.SECRET_KEY = "one-of-before"
    post(api)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "one-of-now", fallbacks
    assert post(api).status_code == (201 if fallbacks else 422)


def test_a_repeat_of_what_a_former_release_did_is_known(api):
    post(api)
    IdempotencyKey.objects.update(fingerprint=hashlib.sha256(b'{"note": "c"}').digest())
    assert post(api)["Idempotency-Replayed"] == "true"
