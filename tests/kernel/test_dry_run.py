"""`Prefer: dry-run`: a write answers what would be, and nothing is changed, drawn, counted or told."""

import threading
from contextlib import suppress

import pytest
from django.db import Error, connection

from gotuto import wakeups
from gotuto.db import dry_run, execute, fetch_one, is_dry_run, unit, would_call
from gotuto.http.dry_run import is_preferred
from gotuto.http.models import IdempotencyKey, RateWindow
from gotuto.http.waiting import wanted_seconds
from gotuto.ids import new_id
from gotuto.outbox.models import Event
from tests.holding import held
from tests.kernel import toy_api

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

DRY = {"Prefer": "dry-run"}


@pytest.fixture(autouse=True)
def nothing_else_happens():
    toy_api.meanwhile.clear()
    yield
    toy_api.meanwhile.clear()


def post(api, note="c", **headers):
    return api.post("/bells/", {"note": note}, **{**DRY, **headers})


def drawn():
    return fetch_one("SELECT array_agg(last_value ORDER BY sequencename) FROM pg_sequences")


def test_the_answer_shows_what_would_be_and_says_that_it_is_not(api):
    answer = post(api)
    assert answer.status_code == 201
    assert (answer["Preference-Applied"], answer.json()["note"]) == ("dry-run", "c")
    assert "ETag" not in answer
    assert not Event.objects.exists()


def test_the_events_that_would_be_told_stand_beside_it(api, staff_api):
    made = post(api).json()
    (told,) = made["dry_run"]["events"]
    assert told == {"name": "tests.bell_rang", "schema": 1, "aggregate_id": made["id"], "data": None}
    (told,) = post(staff_api()).json()["dry_run"]["events"]
    assert told["data"]["note"] == "c"


def test_calls_to_the_outside_are_named_and_not_made(api):
    toy_api.meanwhile.append(lambda: would_call("foundry"))
    assert post(api).json()["dry_run"]["would_call"] == ["foundry"]
    assert not would_call("foundry")


def test_an_answer_without_a_body_gets_one(api):
    answer = api.delete(f"/bells/{new_id()}/", **DRY)
    assert (answer.status_code, answer.json()) == (200, {"dry_run": {"events": [], "would_call": []}})


def test_refusals_are_as_for_real(api):
    for note in ("", "cracked"):
        dry, real = post(api, note), api.post("/bells/", {"note": note})
        assert (dry.status_code, dry.json()) == (real.status_code, real.json())
        assert dry["Preference-Applied"] == "dry-run"
        assert "Preference-Applied" not in real


def test_a_read_ignores_it(api):
    made = api.post("/bells/", {"note": "c"}).json()
    answer = api.get(f"/bells/{made['id']}/", **DRY)
    assert answer.json() == made
    assert "Preference-Applied" not in answer


@pytest.mark.parametrize(
    "header", ["dry-run", "DRY-RUN", "wait=3, dry-run", "dry-run; a=b, wait=1", "dry-run=1", ' dry-run=""']
)
def test_it_is_asked_for_in_whatever_form(header):
    assert is_preferred(header)
    assert wanted_seconds(header) is None


@pytest.mark.parametrize("header", ["", "wait=3", "no-dry-run", "dry-runs", 'hint="dry-run"'])
def test_it_is_not_asked_for(header):
    assert not is_preferred(header)


def test_a_key_is_not_used_up_but_says_what_it_knows(api):
    assert post(api, Idempotency_Key="k").status_code == 201
    assert not IdempotencyKey.objects.exists()
    made = api.post("/bells/", {"note": "c"}, Idempotency_Key="k").json()
    again = post(api, Idempotency_Key="k")
    assert (again["Idempotency-Replayed"], again.json()["id"]) == ("true", made["id"])
    assert post(api, "d", Idempotency_Key="k").json()["code"] == "idempotency.key_reused"


def test_it_counts_against_the_limit_of_writes(api, settings):
    settings.GOTUTO_RATES = {"write": "2/min"}
    assert [post(api).status_code for _ in range(3)] == [201, 201, 429]
    assert RateWindow.objects.get().count == 3


def test_nobody_is_woken(monkeypatch):
    woken = []
    monkeypatch.setattr(wakeups.notifier, "notify", woken.append)
    with dry_run():
        wakeups.notify("bells")
    wakeups.notify("bells")
    assert woken == ["bells"]


def test_it_stands_alone():
    with unit(), pytest.raises(RuntimeError), dry_run():
        pass
    assert not is_dry_run()


def test_a_part_that_fails_is_taken_back_alone():
    with dry_run() as run:
        toy_api.make("c")
        with suppress(ZeroDivisionError), unit():
            toy_api.make("d")
            insert()
            raise ZeroDivisionError
        (told,) = next(iter(run.before_commit.values()))
        assert told.note == "c"
        assert not RateWindow.objects.exists()


def insert(scope="bells", minute="clock_timestamp()"):
    execute(
        f"INSERT INTO gotuto_http_ratewindow (scope, principal, minute, count) VALUES (%s, '', {minute}, 1)", [scope]
    )


@pytest.mark.parametrize("watched", [True, False], ids=["through Django's layers", "straight to the driver"])
def test_rows_that_are_numbered_draw_no_number_and_prepared_statements_find_the_table_again(monkeypatch, watched):
    if watched:
        monkeypatch.setattr(connection, "execute_wrappers", [lambda execute, *arguments: execute(*arguments)])
    insert()
    for _ in range(4):
        before = drawn()
        with dry_run():
            insert()
            RateWindow.objects.create(scope="more", principal="", minute=toy_api.NOON, count=1)
            assert fetch_one("SELECT nextval('order_number') >= 10 ^ 15") == (True,)
            assert list(RateWindow.objects.order_by("id").values_list("scope", flat=True))[-2:] == ["bells", "more"]
        assert drawn() == before
        insert()
        assert drawn() != before
    assert RateWindow.objects.count() == 5


def insert_the_same():
    insert(minute="'2026-03-02'")


def insert_the_same_in_a_part():
    """As a saga's step is played: what goes wrong is put down, to be tried again later."""
    with suppress(Error), unit():
        insert_the_same()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happens", [insert_the_same, insert_the_same_in_a_part])
def test_a_held_lock_is_not_waited_for_longer_than_a_second(api, happens):
    toy_api.meanwhile.append(happens)
    with held(insert_the_same):
        answer = post(api)
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "1", "unavailable")
    assert "without 'Prefer: dry-run'" in answer.json()["detail"]
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_not_in_each_others_way():
    fine = []

    def insert_dry():
        with dry_run():
            insert("other")
        fine.append(True)
        connection.close()

    with dry_run():
        insert()
        other = threading.Thread(target=insert_dry)
        other.start()
        other.join(20)
    assert fine == [True]


def test_afterwards_the_session_is_as_before():
    asked = (
        "SELECT current_setting('search_path'), current_setting('lock_timeout'), current_setting('statement_timeout')"
    )
    before = fetch_one(asked)
    with dry_run():
        assert fetch_one(asked) == ("pg_temp, public", "1s", "1s")
    assert fetch_one(asked) == before


def test_a_slow_statement_is_broken_off(api):
    toy_api.meanwhile.append(lambda: execute("SELECT pg_sleep(5)"))
    assert post(api).status_code == 503


def test_another_failure_of_the_database_is_told_as_ever(api):
    toy_api.meanwhile.append(lambda: execute("SELECT 99999::int::smallint"))
    assert post(api).status_code == 400
