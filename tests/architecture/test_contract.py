"""Below /api/ a program gets JSON or a problem document, whatever it asks and however it asks for it."""

import json
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gotuto.http import problems
from tests.architecture import test_access
from tests.architecture.access import Line
from tests.architecture.test_access import LINES, ask_for, walk
from tests.architecture.world import World

shop = test_access.shop

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
PROGRAMS = ("application/json", "*/*", "application/problem+json", "text/csv", "image/png", "", None)
BODIES = [(b"", "application/json"), (b"{", "application/json"), (b"<a/>", "text/xml")]
# What takes anything may get a page where there is nothing else.
PAGES = {"/api/docs/", "/api/redoc/", "/api/login/"}
DOCUMENT = "application/vnd.oai.openapi"
UNKNOWN = ["/api/nowhere/", "/api/v1/nowhere/", "/api/v1/products/TEA-1/", "/api/v1/orders/%00/", "/api/v1//products/"]


def addresses() -> list[str]:
    """One of every address of the API, with ids of nothing."""
    nothing = {"code": "invalid", "sku": "TEA"}
    found = [
        reverse(f"{space}:{part.name}" if space else part.name, kwargs={
            name: nothing.get(name, "01934d1c-0000-7000-8000-000000000009") for name in part.pattern.regex.groupindex
        })
        for space, part in walk(test_access.get_resolver()) if space in ("", "v1")
    ]  # fmt: skip
    return [path for path in found if path.startswith("/api/")]


def in_json(answer: Any, path: str, accept: str | None) -> bool:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.status_code < 400 and not answer.content:
        return True
    if answer.status_code >= 400:
        told = json.loads(answer.content)["status"] if answer.content else answer.status_code
        return (kind, told) == ("application/problem+json", answer.status_code)
    if path in PAGES and kind == "text/html":
        return accept in ("*/*", "", None)
    return kind in ("application/json", "text/csv") or kind.startswith(DOCUMENT)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*addresses(), *UNKNOWN])
def test_a_program_gets_no_page(path: str) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for (number, method), (place, accept) in product(enumerate(METHODS), enumerate(PROGRAMS)):
        # Each method meets each body, and each body each wish; not all three at once, which would be three times as many.
        body, kind = BODIES[(number + place) % len(BODIES)]
        headers = {} if accept is None else {"Accept": accept}
        answer = client.generic(method, path, body, content_type=kind, headers=headers)
        asked = f"{method} {path} {kind} for {accept}: {answer.status_code} {answer.headers}"
        assert in_json(answer, path, accept), asked
        assert answer.status_code < 500, asked
        assert answer.status_code != 405 or "Allow" in answer.headers, asked


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in addresses() if path.endswith("/")])
def test_an_address_without_its_last_slash_is_the_same_address(path: str) -> None:
    client = Client(raise_request_exception=False)
    for method in METHODS:
        short, whole = (
            client.generic(method, one, b"", headers={"Accept": "application/json"}) for one in (path[:-1], path)
        )
        assert (short.status_code, short.get("Location")) == (whole.status_code, whole.get("Location")), method
        assert short["Link"] == f'<{path}>; rel="canonical"'


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in LINES if line.method != "GET"], ids=str)
def test_a_write_without_the_last_slash_is_done(line: Line, shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # What comes from a gateway only is refused to everybody here, either way.
    who = next((who for who, status in reversed(line.statuses.items()) if status < 300), "anonymous")
    whole = ask_for(shop, line, who)
    monkeypatch.setattr(test_access, "address", lambda shop, line, ask=test_access.address: ask(shop, line)[:-1])
    short = ask_for(shop, line, who)
    assert short.status_code == whole.status_code == line.statuses[who]


def test_a_key_is_the_same_with_and_without_the_slash(api: Any, db: None) -> None:
    first, again = (api.post(path, {}, Idempotency_Key="a-key-of-twenty-letters") for path in ("carts", "carts/"))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.json()["id"], again["Idempotency-Replayed"]) == (again.json()["id"], "true")


def test_what_is_nowhere_says_where_it_may_be_found(api: Any, db: None) -> None:
    assert "/api/v1/products/?sku=… or /api/v1/products/?slug=…" in api.get("products/TEA-1/").json()["detail"]
    assert "/api/v1/orders/?number=…" in api.get("orders/A-001001/").json()["detail"]
    assert "/api/v1/invoices/?number=…" in api.get("invoices/x/").json()["detail"]
    for path in ("refunds/x/", "nowhere/x/", "nowhere/"):
        detail = api.get(path).json()["detail"]
        assert (f"/api/v1/{path}" in detail, "?" in detail) == (True, False)


def test_a_form_from_elsewhere_is_refused_to_programs_in_json_and_to_people_on_a_page(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for_program = client.post("/api/login/", {}, content_type="application/json")
    for_person = client.post("/api/login/", {}, headers={"Accept": "text/html"})
    elsewhere = client.post("/admin/login/", {})
    assert (for_program.status_code, "Bearer" in for_program.json()["detail"]) == (403, True)
    assert for_person["Content-Type"] == elsewhere["Content-Type"] == "text/html; charset=utf-8"


def test_a_person_gets_pages(client: Client, db: None) -> None:
    page = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path in ("/api/docs/", "/api/login/", "/api/problems/invalid", "/api/v1/", "/api/v1/products/"):
        answer = client.get(path, headers=page)
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8"), path


@pytest.mark.parametrize("code", [*problems.CODES.values(), "order.cart_not_found"])
def test_every_code_is_explained(client: Client, code: str, db: None) -> None:
    told = client.get(f"/api/problems/{code}").json()
    assert (told["code"], bool(told["text"])) == (code, True)


def test_nothing_of_the_framework_s_own_pages_comes_through(api: Any, db: None, settings: Any, rf: Any) -> None:
    settings.DEBUG = True
    assert api.get("nowhere/", Accept="*/*")["Content-Type"] == "application/problem+json"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = api._client.post("/api/login/", "username=" + "a" * 20, content_type="application/x-www-form-urlencoded")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_write_is_led_to_https_as_a_write(api: Any, db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    written, read = client.post("/api/v1/carts/"), client.get("/api/v1/products/")
    assert (written.status_code, read.status_code) == (308, 301)
    assert written["Location"] == "https://testserver/api/v1/carts/"


def test_the_cookies_and_headers_of_a_page_that_is_replaced_stay(client: Client, db: None) -> None:
    answer = client.get("/api/login/", headers={"Accept": "application/json"})
    assert answer.status_code == 406
    assert client.get("/api/logout/")["Allow"]
    assert "csrftoken" in answer.cookies
