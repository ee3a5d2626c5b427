"""A call to the outside happens once, or somebody knows that nobody knows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from contexts.billing.models import Document
from contexts.notification.models import Notification
from gotuto import testing, wakeups
from gotuto.db import dry_run
from gotuto.outbound import Done, Timeouts
from gotuto.outbound.checks import every_table_has_a_destination
from gotuto.outbound.destinations import destinations
from gotuto.outbound.models import wearers
from tests.carrier.models import Label, Sticker
from tests.outbound.desk import ask, claimed, label, now_is, send, stickers, time_passes

pytestmark = pytest.mark.django_db


def test_what_the_carrier_prints_is_done_and_only_declared_fields_of_its_answer_are_kept(carrier):
    row = label()
    assert send() == 1
    assert send() == 0
    done = now_is(row)
    assert (done.status, done.attempts, done.outcome_code, done.last_error) == ("done", 1, "", "")
    assert done.provider_reference == f"L-{row.idempotency_key[-4:]}"
    assert done.tracking_number == f"T-{row.idempotency_key[-4:]}"
    assert done.done_at is not None
    assert "4.20" not in str(vars(done))
    assert carrier.printed == [row.idempotency_key]


def test_a_field_that_was_not_declared_is_a_mistake_and_not_kept(carrier):
    row = label()
    told = Done("L-1", {"price": "4.20"})
    testing.make_call(claimed(row), _replaced("carrier", send=lambda row, *, timeouts: told))
    assert now_is(row).status == "unknown"
    assert "Label declares no answer_fields price" in row.last_error


def test_what_is_refused_is_refused_for_good(carrier):
    carrier.mood = "refusing"
    row = label()
    send()
    refused = now_is(row)
    assert (refused.status, refused.outcome_code, refused.last_error) == (
        "refused",
        "carrier.refused",
        "No such street.",
    )
    assert send() == 0


@pytest.mark.parametrize("mood", ["busy", "down"])
def test_what_certainly_did_not_happen_is_tried_again_with_backoff(carrier, settings, mood):
    settings.GOTUTO_BACKOFF_SECONDS = 60
    if mood == "down":
        carrier.close()
    carrier.mood = mood
    row = label()
    send()
    waiting = now_is(row)
    assert (waiting.status, waiting.attempts) == ("queued", 1)
    assert waiting.due_at > timezone.now() + timedelta(seconds=20)
    assert send() == 0


def test_what_is_tried_often_enough_is_given_up(carrier, settings, at_once):
    settings.GOTUTO_MAX_ATTEMPTS = 3
    carrier.mood = "busy"
    row = label()
    while send():
        pass
    assert (now_is(row).status, row.attempts, row.outcome_code) == ("refused", 3, "carrier.busy")


@pytest.mark.parametrize(("mood", "printed"), [("lost", 1), ("dying", 0), ("odd", 0)])
def test_without_an_answer_nobody_knows_and_nobody_sends_again(carrier, at_once, mood, printed):
    carrier.mood = mood
    row = label()
    send()
    assert (now_is(row).status, send(), ask(), len(carrier.printed)) == ("unknown", 0, 0, printed)
    assert row.due_at > timezone.now() + timedelta(minutes=4)


def test_a_carrier_that_is_too_slow_is_hung_up_on(carrier):
    carrier.mood = "slow"
    row = label()
    testing.make_call(claimed(row), _replaced("carrier", timeouts=Timeouts(connect=5, read=0.05, whole=5)))
    assert (now_is(row).status, row.outcome_code) == ("unknown", "outbound.no_answer")


def test_a_carrier_that_never_ends_is_hung_up_on_when_the_whole_takes_too_long(carrier):
    carrier.mood = "dripping"
    row = label()
    testing.make_call(claimed(row), _replaced("carrier", timeouts=Timeouts(connect=5, read=5, whole=0.2)))
    assert (now_is(row).status, row.outcome_code) == ("unknown", "outbound.no_answer")


def test_an_unknown_call_is_asked_about_and_turns_out_to_be_done(carrier):
    carrier.mood = "lost"
    row = label()
    send()
    carrier.mood = "willing"
    time_passes(row, minutes=5)
    assert ask() == 1
    assert (now_is(row).status, row.asked, row.attempts, stickers(row)) == ("done", 1, 1, [row.tracking_number])
    assert (len(carrier.printed), carrier.asked) == (1, [row.idempotency_key])


def test_an_unknown_call_that_did_not_happen_is_made_with_the_same_key(carrier):
    carrier.mood = "dying"
    row = label()
    send()
    carrier.mood = "willing"
    time_passes(row, minutes=5)
    ask()
    assert now_is(row).status == "queued"
    send()
    assert (now_is(row).status, row.attempts, carrier.printed) == ("done", 2, [row.idempotency_key])


def test_the_janitor_asks_after_five_minutes_then_an_hour_then_every_day_and_never_assumes_a_failure(carrier):
    carrier.mood = "odd"
    row = label()
    send()
    for number, wait in enumerate([*destinations.get("carrier").ask_after, timedelta(days=1)]):
        assert timedelta(0) <= timezone.now() + wait - now_is(row).due_at < timedelta(minutes=1), number
        time_passes(row, seconds=wait.total_seconds())
        assert ask() == 1
    assert (now_is(row).status, row.asked) == ("unknown", 4)


def test_without_a_status_query_a_person_decides(carrier):
    carrier.mood = "lost"
    row = label("postbox")
    send()
    time_passes(row, days=30)
    assert (ask(), send(), now_is(row).status, len(carrier.printed)) == (0, 0, "unknown", 1)


def test_a_call_whose_worker_died_is_unknown_and_asked_about(carrier):
    row = label()
    claimed(row)
    time_passes(row, minutes=1)
    assert send() == 0
    assert (now_is(row).status, row.outcome_code) == ("unknown", "outbound.lost")
    time_passes(row, minutes=5)
    ask()
    assert now_is(row).status == "queued"


def test_who_comes_late_knows_better_unless_somebody_has_claimed_the_call_since(carrier, caplog):
    row = label()
    late = claimed(row)
    time_passes(row, minutes=1)
    send()
    time_passes(row, minutes=5)
    ask()
    send()
    testing.make_call(late, destinations.get("carrier"))
    assert "fenced" in caplog.text
    assert (len(carrier.printed), stickers(row)) == (1, [now_is(row).tracking_number])


def test_the_outcome_and_what_follows_from_it_are_one_transaction(carrier, monkeypatch):
    row = label()
    monkeypatch.setattr(Sticker.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send()
    assert (now_is(row).status, row.provider_reference) == ("sending", "")


def test_a_call_is_never_made_within_a_transaction(carrier):
    label()
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside of any transaction"):
        send()
    assert carrier.printed == []


def test_a_destination_that_this_release_does_not_know_waits(carrier):
    row = label("of another release")
    assert send() == 0
    assert now_is(row).status == "queued"


def test_the_call_that_has_waited_longest_is_next_whichever_its_destination(carrier):
    second, first = label("carrier"), label("courier")
    time_passes(first, hours=1)
    send()
    assert (now_is(first).status, now_is(second).status) == ("done", "queued")


def test_every_table_that_wears_a_call_is_found_and_drained(carrier):
    assert {Notification, Document, Label} <= set(wearers())
    row = label()
    assert wakeups.drain({Label.queue()}) == 1
    assert now_is(row).status == "done"
    assert apps.get_app_config("carrier")


def test_a_table_that_no_destination_names_is_an_error_of_the_system_check(carrier):
    assert every_table_has_a_destination() == []
    with testing.other_destinations("carrier", "courier", "postbox"):
        [error] = every_table_has_a_destination()
    assert error.msg == "carrier.Label holds outbound calls, but no Destination names it."


def test_queued_calls_are_sent_when_the_transaction_commits(carrier, monkeypatch, django_capture_on_commit_callbacks):
    notified = []
    monkeypatch.setattr(wakeups.notifier, "notify", notified.append)
    with django_capture_on_commit_callbacks(execute=True):
        Label.send_on_commit("carrier")
        assert notified == []
    assert notified == ["outbound.carrier.label"]


def test_a_dry_run_names_whom_it_would_call_and_calls_nobody(carrier, monkeypatch):
    notified = []
    monkeypatch.setattr(wakeups.notifier, "notify", notified.append)
    with dry_run() as run:
        label()
        Label.send_on_commit("carrier")
    assert (run.calls, notified, send(), carrier.printed) == (["carrier"], [], 0, [])


def test_more_than_one_that_waits_is_told(carrier, monkeypatch):
    notified = []
    monkeypatch.setattr(wakeups.notifier, "notify", notified.append)
    label(), label()
    send()
    assert notified == ["outbound.carrier.label"]
    send()
    assert len(notified) == 1


def _replaced(name, **changes):
    """The destination with something changed, for one call."""
    original = destinations.get(name)
    try:
        return replace(original, **changes)
    finally:
        destinations.add(original)
