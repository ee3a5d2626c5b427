"""What browsers may do with answers: every one says so, and no page asks another host for anything."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import policies
from contexts.customer.staff.use_cases import ensure_staff
from tests.shop import Shop

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-9"
ALPINE, REDOC = (policies.FOR_PARTS[part] for part in ("/admin/", "/api/redoc/"))
ANSWERS = {
    "/": policies.FOR_PAGES,
    "/api/login/": policies.FOR_PAGES,
    "/api/docs/": policies.FOR_PAGES,
    "/api/docs/?script=": policies.FOR_DATA,
    "/api/redoc/": REDOC,
    "/admin/login/": ALPINE,
    "/admin/": ALPINE,
    "/api/schema/": policies.FOR_DATA,
    "/health/live": policies.FOR_DATA,
    "/health/ready": policies.FOR_DATA,
    "/metrics": policies.FOR_DATA,
    "/static/config/dry-run.js": policies.FOR_DATA,
    "/api/problems/order.cart_not_found": policies.FOR_PAGES,
    "/no/such/page": policies.FOR_PAGES,
    "/api/v1/no/such/thing/": policies.FOR_DATA,
    "/api/v1/customers/me/": policies.FOR_DATA,
}
# What makes a browser fetch something by itself; links that a person follows may lead anywhere.
FETCHES = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "use": "href",
    "form": "action",
}


class Fetched(HTMLParser):
    """The addresses that a page is made of, and whether it holds scripts of its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if FETCHES.get(tag) in given:
            self.addresses.append(given[FETCHES[tag]])
        self.addresses += re.findall(r"url\(['\"]?([^'\")]+)", given.get("style", ""))
        # Data in a script element is not run.
        self._in_script = tag == "script" and "src" not in given and given.get("type", "") in ("", "module")
        self.inline += [name for name in given if re.fullmatch(r"on[a-z]+", name)]

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append(data)
        self.addresses += re.findall(r"(?:@import |url\()['\"]?([^'\")]+)", data)

    def foreign(self) -> list[str]:
        return [address for address in self.addresses if re.match(r"(?:[a-z]+:)?//", address)]


@pytest.fixture
def chief(now: Any) -> Client:
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=timezone.now())
    browser = Client(raise_request_exception=False)
    assert browser.login(username="root@example.com", password=PASSWORD)
    return browser


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_what_browsers_may_do_with_it(address: str) -> None:
    accept = "text/html" if ANSWERS[address] != policies.FOR_DATA else "*/*"
    answer = Client(raise_request_exception=False).get(address, headers={"accept": accept})
    assert answer.headers["Content-Security-Policy"] == ANSWERS[address]
    assert {name: answer.headers.get(name) for name in policies.ALWAYS} == policies.ALWAYS


def test_so_does_a_refusal_before_anything_is_looked_at() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "somebody.else"})
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (400, policies.FOR_PAGES)


def test_only_the_back_office_turns_texts_into_functions_and_no_page_runs_what_stands_in_it() -> None:
    everything = [policies.FOR_DATA, policies.FOR_PAGES, *policies.FOR_PARTS.values()]
    assert [policy for policy in everything if "unsafe-eval" in policy] == [ALPINE]
    scripts = [re.search(r"script-src ([^;]*)", policy) for policy in everything]
    assert [script[1] for script in scripts if script and "unsafe-inline" in script[1]] == []
    assert [policy for policy in everything if "http" in policy or "*" in policy] == []


def pages(shop: Shop) -> Iterator[str]:
    order = shop.order({"TEA": 1})
    yield from ("/", "/api/login/", "/api/docs/", "/api/redoc/", "/api/v1/", "/admin/", "/admin/password_change/")
    yield from ("/api/v1/products/", "/api/v1/orders/", f"/api/v1/orders/{order.id}/", "/api/v1/carts/")
    for office in admin.site._registry.values():
        page = f"admin:{office.opts.app_label}_{office.opts.model_name}"
        yield reverse(f"{page}_changelist")
        yield reverse(f"{page}_add")
        row = office.model._default_manager.first()
        if row is not None:
            yield reverse(f"{page}_change", args=[row.pk])


def test_no_page_fetches_from_another_host_or_runs_what_stands_in_it(chief: Client, now: Any) -> None:
    shop = Shop(now)
    shop.has("tea")
    looked_at = 0
    for address in pages(shop):
        answer = chief.get(address, headers={"accept": "text/html"})
        if answer.status_code == 200:
            page = Fetched(answer.content.decode())
            assert (page.foreign(), page.inline) == ([], []), address
            looked_at += 1
    assert looked_at > 40


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="preconnect" href="https://fonts.googleapis.com">',
        '<script src="//cdn.example.com/x.js"></script>',
        '<img src="http://example.com/x.png">',
        "<style>@import 'https://example.com/x.css';</style>",
        '<p style="background:url(https://example.com/x.png)">',
    ],
)
def test_a_page_that_would_is_noticed(page: str) -> None:
    assert Fetched(page).foreign()


@pytest.mark.parametrize(
    "page", ["<script>alert(1)</script>", '<a onclick="alert(1)">', "<script type='module'>x</script>"]
)
def test_a_script_in_a_page_is_noticed(page: str) -> None:
    assert Fetched(page).inline


def test_a_link_that_a_person_follows_may_lead_anywhere() -> None:
    assert Fetched('<a href="https://example.com">').foreign() == []
