"""Retention: what is old goes, in batches; what somebody still needs stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from gotuto import retention
from gotuto.http.models import IdempotencyKey, RateWindow
from gotuto.ids import new_id
from gotuto.outbox import models as outbox
from gotuto.sagas.models import FailedAttempt, SagaRun
from tests.kernel import workshop
from tests.kernel.toys import NOON, deliver, ring

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def keep_ten_days(settings):
    settings.GOTUTO_KEEP_DAYS = 10
    settings.GOTUTO_BACKOFF_SECONDS = 0


def purge(*, days=0, batch=1_000):
    return retention.purge(now=timezone.now() + days * DAY, batch=batch)


def test_events_go_when_everybody_has_heard_them_and_they_are_old(bell, listeners):
    listeners.connect("toys.first")
    listeners.connect("toys.second")
    ring(bell, "c", "d")
    ring(new_id(), "e")
    deliver()
    assert purge(days=9)["events"] == 0
    assert purge(days=11, batch=2)["events"] == 3
    assert not outbox.Event.objects.exists()
    assert not outbox.Delivery.objects.exists()


def test_events_that_somebody_has_yet_to_hear_stay_however_old(bell, listeners):
    listeners.connect("toys.first")
    listeners.connect("toys.second")
    ring(bell, "c")
    ring(bell, "d")
    ring(bell, "e")
    deliver()
    first, second, third = outbox.Event.objects.order_by("sequence")
    first.deliveries.filter(handler="toys.first").update(state="dead")
    second.deliveries.filter(handler="toys.first").update(state="pending")
    assert purge(days=99)["events"] == 1
    assert set(outbox.Event.objects.all()) == {first, second}
    assert first.deliveries.count() == 2
    assert third.pk


def test_sagas_go_when_they_have_ended_and_are_old():
    workshop.trouble.clear()
    workshop.trouble["glue"].append(RuntimeError("sticky"))
    done, undone, running = new_id(), new_id(), new_id()
    workshop.start(done)
    workshop.work()
    workshop.trouble["cut"].append(workshop.NoWood("no wood"))
    workshop.start(undone)
    workshop.work()
    workshop.start(running)
    assert purge(days=9)["sagas"] == 0
    assert purge(days=11, batch=1)["sagas"] == 2
    assert [run.subject_id for run in SagaRun.objects.all()] == [running]
    assert not FailedAttempt.objects.exists()


def test_keys_go_after_a_week_and_rates_after_an_hour():
    now = timezone.now()
    for age in (6, 8):
        IdempotencyKey.objects.create(scope=b"s", key=f"{age}", fingerprint=b"f", status=201, resource_id=new_id(),
                                      created_at=now - age * DAY)  # fmt: skip
    for minutes in (50, 70):
        RateWindow.objects.create(scope="read", principal="x", minute=now - timedelta(minutes=minutes), count=1)
    purged = retention.purge(now=now)
    assert (purged["idempotency_keys"], purged["rates"]) == (1, 1)
    assert [str(key) for key in IdempotencyKey.objects.all()] == ["6"]
    assert [str(window) for window in RateWindow.objects.all()] == ["read x"]


def test_sessions_go_when_they_have_ended():
    ended, running = SessionStore(), SessionStore()
    ended.set_expiry(timezone.now() - DAY)
    running.set_expiry(timezone.now() + DAY)
    ended.create()
    running.create()
    assert purge(batch=1)["sessions"] == 1
    assert [session.session_key for session in Session.objects.all()] == [running.session_key]


def test_a_policy_that_breaks_does_not_stop_the_others_and_is_told(monkeypatch, caplog):
    purged = iter([2, 1, 0])

    def broken(now, limit):
        raise RuntimeError("it broke")

    monkeypatch.setattr(retention, "_policies", {"broken": broken, "old": lambda now, limit: next(purged)})
    with pytest.raises(ExceptionGroup, match="not complete") as told:
        retention.purge(now=NOON)
    assert [str(error) for error in told.value.exceptions] == ["it broke"]
    assert list(purged) == []
    assert "purge_failed" in caplog.text


def test_beat_and_the_command_purge_the_same(capsys):
    retention.purge_task()
    call_command("housekeeping")
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{name}: 0 deleted" for name in retention.purge(now=NOON)]
    assert {f"{name}: 0 deleted" for name in ("sagas", "events", "rates", "sessions", "carts")} <= set(said)
