"""Pages that belong to no context: the start, signing in, and what is not there."""

import os
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from config import dashboard, environment, problems, views
from contexts.customer.staff.use_cases import ensure_staff
from tests.architecture import tree
from tests.clients import PASSWORD
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


def test_the_start_page_tells_where_to_go(browser, db):
    page = browser.get("/").content.decode()

    assert all(address in page for address in ("/api/v1/products/", "/api/docs/", "/admin/", "/api/login/"))


def test_the_api_leads_to_its_documentation(browser, db):
    assert browser.get("/api/", headers={"accept": "text/html"}).headers["Location"] == "/api/docs/"
    assert browser.get("/api/", headers={"accept": "application/json"}).headers["Location"] == "/api/v1/"
    assert browser.get("/api/v1/", headers={"accept": "application/json"}).json()["resources"]["orders"]


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


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_a_probe_may_call_the_process_by_any_name(browser, db, settings, path):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["shop.example.com"], True

    answer = browser.get(path, headers={"host": "10.0.0.7:8000"})

    kind = "text/plain" if path == "/metrics" else "application/json"
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)
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


def test_a_problem_is_explained_at_its_address(browser, db):
    refused = browser.get(
        "/api/v1/orders/01a1fbed-958c-708b-adcb-88998f41d862/", headers={"accept": "application/json"}
    )

    told = "There is no such order, or none that the asker may see."
    page = browser.get(refused.json()["type"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert told in page.content.decode()
    assert browser.get(refused.json()["type"]).json()["text"] == told
    assert "What to do: check the id, and that you send the token" in page.content.decode()
    assert browser.get(refused.json()["type"]).json()["advice"] == problems.ADVICE[404]
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
