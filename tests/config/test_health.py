"""Whether an instance lives, is ready, and what it tells those who watch it."""

import os
import subprocess
import threading
import time
from datetime import datetime
from typing import Any

import pytest
from django.db import NotSupportedError, OperationalError, connection
from django.utils import timezone
from redis import Redis

from config import readiness
from config.models import InvariantLook
from gotuto.db import execute
from gotuto.ids import new_id
from gotuto.outbound.models import Breaker
from gotuto.wakeups import heartbeat, pubsub
from tests.architecture import tree
from tests.clients import PASSWORD
from tests.shop import Shop

ENTRYPOINT = str(tree.ROOT / "deploy" / "entrypoint")


def test_a_live_process_says_so(browser):
    assert browser.get("/health/live").json() == {"status": "alive"}


@pytest.fixture
def everybody_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    # The other half of a test run shares the broker, and its tasks are heard too.
    own = new_id()
    monkeypatch.setattr(heartbeat, "key", lambda program: f"{own}.{program}")
    monkeypatch.setattr(heartbeat, "_told", {})
    for program in heartbeat.PROGRAMS:
        heartbeat.tell(program)


def test_readiness_names_what_is_missing(browser, db, everybody_is_heard, monkeypatch: pytest.MonkeyPatch):
    ready = browser.get("/health/ready").json()
    assert (ready["status"], ready["degraded"]) == ("ready", [])

    pubsub.valkey().delete(heartbeat.key("beat"))
    assert browser.get("/health/ready").json()["degraded"] == ["beat"]

    monkeypatch.setattr(pubsub, "valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    degraded = browser.get("/health/ready")
    assert (degraded.status_code, degraded.json()["degraded"]) == (200, ["broker"])

    monkeypatch.setattr(readiness, "pending_migrations", lambda: True)
    waiting = browser.get("/health/ready")
    assert (waiting.status_code, waiting.json()["missing"]) == (503, ["migrations"])

    def down() -> bool:
        raise OperationalError("connection refused")

    monkeypatch.setattr(readiness, "pending_migrations", down)
    unavailable = browser.get("/health/ready")
    assert (unavailable.status_code, unavailable.json()["missing"]) == (503, ["postgresql"])


def test_a_process_that_leaves_is_not_ready_whatever_is_there(browser, monkeypatch: pytest.MonkeyPatch):
    leaving = threading.Event()
    leaving.set()
    monkeypatch.setattr(readiness, "LEAVING", leaving)

    answer = browser.get("/health/ready")

    assert (answer.status_code, answer.json()["missing"]) == (503, ["stopping"])


def test_readiness_tells_of_the_last_look_at_the_invariants(
    browser, db, everybody_is_heard, now: datetime, django_assert_num_queries
):
    assert browser.get("/health/ready").json()["invariants"] == "not yet looked"

    InvariantLook.objects.create(looked_at=now, violations=3)
    with django_assert_num_queries(2):
        violated = browser.get("/health/ready")

    assert violated.status_code == 200
    assert violated.json() == {
        "status": "ready",
        "degraded": [],
        "attention": [],
        "invariants": {"violations": 3, "looked_at": now.isoformat().replace("+00:00", "Z")},
    }


def test_readiness_names_what_waits_for_a_person(browser, db, everybody_is_heard, now: datetime):
    shop = Shop(now)
    shop.has("tea")
    shop.order({"TEA": 1})
    execute("UPDATE gotuto_outbox_delivery SET state = 'dead'")
    execute("UPDATE gotuto_sagas_sagarun SET needs_attention = true")
    execute("UPDATE notification_notification SET status = 'refused'")
    Breaker.objects.create(destination="mail", failures=5, open_until=now, last_error="", changed_at=now)

    ready = browser.get("/health/ready")

    assert (ready.status_code, ready.json()["degraded"]) == (200, [])
    assert sorted(ready.json()["attention"]) == ["deliveries", "destinations", "mails", "sagas"]


def test_a_file_is_as_old_as_the_last_heartbeat(
    everybody_is_heard, settings, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(heartbeat, "_told", {})
    heard = [ENTRYPOINT, "heard", "worker"]
    environ = {"PATH": os.environ["PATH"], "GOTUTO_DATA_DIR": str(tmp_path)}
    assert subprocess.run(heard, env=environ, capture_output=True).returncode == 1

    heartbeat.tell("worker")
    assert subprocess.run(heard, env=environ, capture_output=True).returncode == 0

    long_ago = time.time() - 301
    os.utime(heartbeat.file("worker"), (long_ago, long_ago))
    assert subprocess.run(heard, env=environ, capture_output=True).returncode == 1


def test_a_place_that_cannot_be_written_silences_nobody(settings, tmp_path, monkeypatch: pytest.MonkeyPatch):
    settings.DATA_DIR = tmp_path / "gone"
    own = new_id()
    monkeypatch.setattr(heartbeat, "key", lambda program: f"{own}.{program}")
    monkeypatch.setattr(heartbeat, "_told", {})
    for program in heartbeat.PROGRAMS:
        heartbeat.tell(program)
    assert heartbeat.missing() == []


def test_metrics_tell_from_where_on_it_is_too_much(browser, db, settings):
    settings.GOTUTO_DISK_FREE_MB, settings.GOTUTO_LATE_SECONDS = 700, 90
    page = browser.get("/metrics").content.decode()
    assert "gotuto_disk_least_bytes 7e+08" in page
    assert "gotuto_late_seconds 90.0" in page


def test_metrics_tell_of_the_last_backup_where_it_is_looked_for(browser, db, settings, tmp_path):
    assert "gotuto_backup" not in browser.get("/metrics").content.decode()
    settings.GOTUTO_BACKUP_DIR = str(tmp_path)
    page = browser.get("/metrics").content.decode()
    assert "gotuto_backup_age_seconds +Inf" in page
    assert "gotuto_backup_late_seconds 93600.0" in page


def test_plans_for_tables_that_were_others_are_not_called_a_database_that_is_gone(browser, db, everybody_is_heard):
    def changed(*_: Any) -> Any:
        raise NotSupportedError("cached plan must not change result type")

    with connection.execute_wrapper(changed):
        told = browser.get("/health/ready")

    assert (told.status_code, told.json()["missing"]) == (503, ["migrations"])


def test_tables_that_have_gone_are_not_called_a_database_that_is_gone(browser, db, everybody_is_heard):
    assert browser.get("/health/ready").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute("ALTER TABLE gotuto_sagas_sagarun RENAME TO out_of_sight")

        gone = browser.get("/health/ready")
        cursor.execute("ROLLBACK TO before")

    assert (gone.status_code, gone.json()["missing"]) == (503, ["migrations"])
    assert browser.get("/health/ready").status_code == 200


def test_a_look_that_cannot_be_read_keeps_nobody_from_serving(browser, db, everybody_is_heard):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE config_invariantlook RENAME TO out_of_sight")

    ready = browser.get("/health/ready")

    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "degraded": [], "attention": [], "invariants": "not readable"}


def test_metrics_tell_of_sagas_deliveries_and_invariants(browser, db, now: datetime):
    shop = Shop(now)
    shop.has("tea", pieces=3)
    shop.order({"TEA": 2})
    shop.place({"TEA": 1})

    page = browser.get("/metrics").content.decode()

    assert "gotuto_database_up 1.0" in page
    assert 'gotuto_sagas_open{needs_attention="false",saga="order.placement",state="running"} 1.0' in page
    assert 'gotuto_sagas_ended_last_hour{outcome="done",saga="order.placement"} 1.0' in page
    assert 'gotuto_fenced{what="saga"} 0.0' in page
    assert "gotuto_http_requests_total" in page


def test_methods_that_somebody_made_up_are_counted_as_one(browser, db):
    for method in ("BREW", "WHEN"):
        browser.generic(method, "/health/live")

    page = browser.get("/metrics").content.decode()

    assert 'gotuto_http_requests_total{method="other",route="health/live"' in page
    assert "BREW" not in page


def test_metrics_are_for_whoever_has_the_token(browser, db, settings):
    settings.GOTUTO_METRICS_TOKEN = "scrape-me"
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", headers={"authorization": "Bearer scrape-me"}).status_code == 200

    settings.GOTUTO_METRICS_TOKEN, settings.PRODUCTION = "", True
    assert browser.get("/metrics").status_code == 404


def test_metrics_say_that_the_database_is_down(browser, db):
    def down(*_: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(down):
        answer = browser.get("/metrics")

    assert "gotuto_database_up 0.0" in answer.content.decode()


def test_metrics_and_the_first_page_name_who_is_silent(browser, staff, everybody_is_heard, monkeypatch):
    browser.post("/api/login/", {"username": "root@example.com", "password": PASSWORD})
    assert 'gotuto_program_heard{program="worker"} 1.0' in browser.get("/metrics").content.decode()
    assert 'role="alert"' not in browser.get("/admin/").content.decode()

    pubsub.valkey().delete(heartbeat.key("worker"))
    assert 'gotuto_program_heard{program="worker"} 0.0' in browser.get("/metrics").content.decode()
    assert "The worker is silent" in browser.get("/admin/").content.decode()

    monkeypatch.setattr(pubsub, "valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    assert "gotuto_broker_up 0.0" in browser.get("/metrics").content.decode()
    assert "Valkey does not answer" in browser.get("/admin/").content.decode()


def test_metrics_tell_what_objectives_are_made_of(browser, db, now: datetime):
    shop = Shop(timezone.now())
    shop.has("tea", pieces=3)
    shop.order({"TEA": 2})
    shop.order({"TEA": 2})

    page = browser.get("/metrics").content.decode()

    assert 'gotuto_orders_last_hour{code="",status="confirmed"} 1.0' in page
    assert 'gotuto_orders_last_hour{code="inventory.not_enough_stock",status="cancelled"} 1.0' in page
    assert 'gotuto_order_confirmation_seconds{quantile="0.95"}' in page
    assert 'gotuto_invoices_open{status="sent"} 1.0' in page
    assert 'gotuto_sql_transactions_total{end="commit"}' in page
    assert "gotuto_sql_seconds_total" in page
    assert "gotuto_disk_free_bytes" in page
    assert 'gotuto_due_seconds{queue="sagas"} 0.0' in page
