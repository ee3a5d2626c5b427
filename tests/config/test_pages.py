"""Pages that belong to no context: the start, health, signing in, and what is not there."""

import os
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from redis import Redis

from config import dashboard, environment, views
from config.models import InvariantLook
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from gotuto.wakeups import heartbeat, pubsub
from tests.architecture import tree
from tests.shop import Shop

# In a process of its own: a test run takes over the log of the process that it is in.
REFUSED_HOST = """
import django
from django.conf import settings
django.setup()
from django.test import Client
Client(raise_request_exception=False).get("/", headers={"host": "somebody.else"})
"""
PLAIN = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}

PASSWORD = "a-long-password-9"


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def staff(db: None) -> None:
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=timezone.now())


def test_the_start_page_tells_where_to_go(browser, db):
    page = browser.get("/").content.decode()

    assert all(address in page for address in ("/api/v1/products/", "/api/docs/", "/admin/", "/api/login/"))


def test_the_api_leads_to_its_documentation(browser, db):
    assert browser.get("/api/", headers={"accept": "text/html"}).headers["Location"] == "/api/docs/"
    assert browser.get("/api/", headers={"accept": "application/json"}).headers["Location"] == "/api/v1/"
    assert browser.get("/api/v1/", headers={"accept": "application/json"}).json()["resources"]["orders"]


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

    monkeypatch.setattr(views, "_pending_migrations", lambda: True)
    waiting = browser.get("/health/ready")
    assert (waiting.status_code, waiting.json()["missing"]) == (503, ["migrations"])

    def down() -> bool:
        raise OperationalError("connection refused")

    monkeypatch.setattr(views, "_pending_migrations", down)
    unavailable = browser.get("/health/ready")
    assert (unavailable.status_code, unavailable.json()["missing"]) == (503, ["postgresql"])


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
        "invariants": {"violations": 3, "looked_at": now.isoformat().replace("+00:00", "Z")},
    }


def test_a_look_that_cannot_be_read_keeps_nobody_from_serving(browser, db, everybody_is_heard):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE config_invariantlook RENAME TO out_of_sight")

    ready = browser.get("/health/ready")

    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "degraded": [], "invariants": "not readable"}


def test_people_sign_in_and_out(browser, staff):
    wrong = browser.post("/api/login/", {"username": "root@example.com", "password": "wrong"})
    assert "Please enter a correct" in wrong.content.decode()

    browser.post("/api/login/", {"username": "root@example.com", "password": PASSWORD})
    assert "Signed in as root@example.com" in browser.get("/").content.decode()

    browser.post("/api/logout/")
    assert "You are a guest" in browser.get("/").content.decode()


def test_who_guesses_passwords_has_to_wait(browser, staff, settings):
    settings.GOTUTO_RATES = {"login": "2/min"}
    guess = {"username": "root@example.com", "password": "wrong"}

    codes = [browser.post("/api/login/", guess).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_who_guesses_passwords_of_the_back_office_has_to_wait_as_well(browser, staff, settings):
    settings.GOTUTO_RATES = {"login": "2/min"}
    guess = {"username": "root@example.com", "password": "wrong"}

    answers = [browser.post("/admin/login/", guess) for _ in range(3)]
    pages = [answer.content.decode() for answer in answers]
    right = browser.post("/admin/login/", {**guess, "password": PASSWORD})

    assert ["Too many attempts" in page for page in pages] == [False, False, True]
    assert "Too many attempts" in right.content.decode()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("path", ["/no/such/page", "/api/v1/no/such/thing/"])
def test_what_is_not_there_is_said_in_the_askers_language(browser, db, path):
    answer = browser.get(path)

    assert answer.status_code == 404
    kind = "application/problem+json" if path.startswith("/api/") else "text/html; charset=utf-8"
    assert answer.headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_may_call_the_process_by_any_name(browser, db, settings, path):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["shop.example.com"], True

    answer = browser.get(path, headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert browser.get("/", headers={"host": "10.0.0.7:8000"}).status_code in (301, 400)


def test_a_request_to_another_host_leaves_one_line_in_the_log():
    told = subprocess.run(
        [sys.executable, "-c", REFUSED_HOST], cwd=tree.ROOT, capture_output=True, text=True, check=True, env=PLAIN
    )

    (line,) = told.stderr.splitlines()
    assert "Invalid HTTP_HOST header: 'somebody.else'" in line


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/products/", "application/problem+json")])
def test_a_request_to_another_host_is_refused_in_the_askers_language(browser, db, path, kind):
    answer = browser.get(path, headers={"host": "somebody.else"})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/orders/", "application/problem+json")])
def test_our_own_failure_is_owned(rf: Any, path, kind):
    answer = views.server_error(rf.get(path))

    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith(kind)


def test_the_back_office_opens_with_what_needs_a_hand(browser, staff, now: datetime):
    shop = Shop(now)
    shop.has("tea", pieces=3)
    shop.order({"TEA": 2})
    browser.post("/api/login/", {"username": "root@example.com", "password": PASSWORD})

    answer = browser.get("/admin/")

    assert "Orders to be paid" in answer.content.decode()
    figures = dashboard.show(answer.wsgi_request, {})["figures"]
    assert {figure.title: figure.number for figure in figures if figure.number} == {
        "Orders to be paid": 1,
        "Stock below 10": 1,
    }


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


def test_a_problem_is_explained_at_its_address(browser, db):
    refused = browser.get(
        "/api/v1/orders/01a1fbed-958c-708b-adcb-88998f41d862/", headers={"accept": "application/json"}
    )

    told = "There is no such order, or none that the asker may see."
    page = browser.get(refused.json()["type"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert told in page.content.decode()
    assert browser.get(refused.json()["type"]).json()["text"] == told
    assert browser.get("/api/problems/no.such_code").status_code == 404


def test_whoever_asks_a_stopped_instance_is_told_to_start_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "")
    assert "make up" in environment.no_instance(OperationalError("no such socket"))

    monkeypatch.setenv("DATABASE_URL", "postgres://db/gotuto")
    assert environment.no_instance(OperationalError("refused")) == "The database does not answer: refused"


def test_staff_whose_roles_do_not_see_a_page_are_told_so(browser, db):
    ensure_staff(email="packer@example.com", password=PASSWORD, roles=["fulfilment"], now=timezone.now())
    browser.post("/admin/login/", {"username": "packer@example.com", "password": PASSWORD})

    answer = browser.get("/admin/billing/invoice/")

    assert answer.status_code == 403
    assert "no role of yours sees this page" in answer.content.decode()
