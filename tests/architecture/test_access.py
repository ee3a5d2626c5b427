"""Every route is asked by everybody, and answers as the access table says; a route that nobody has thought of fails."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin

from contexts.customer.models import User
from gotuto.http import Endpoint
from gotuto.http.access import Access
from gotuto.roles import Role
from tests.architecture import access, world
from tests.architecture.access import Line
from tests.architecture.bodies import BODIES
from tests.architecture.world import World
from tests.clients import customer_api

BACK_OFFICE = list(admin.site._registry.values())
METHODS = ("get", "post", "put", "patch", "delete")
LINES = access.lines()

# A POST that a repeat cannot double, and why it needs no Idempotency-Key.
WITHOUT_REPLAY = {
    "products-at-once": "a SKU is never given twice, and each product that is there is told to be",
    "bank-statements": "a file is known by its digest, and a line by its key",
    "gateway-webhook": "an event is known by the id that its gateway gave it",
    "closed-periods": "the same day twice closes once",
}


def label(model_admin: Any) -> str:
    return str(model_admin.model._meta.label_lower)


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; whatever a request changes is rolled back behind it."""
    block = transaction.atomic()
    # As Django marks the transaction around a test: what refuses to run within one may run within this.
    block._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), block:
        yield world.build()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_gets_what_he_may(line: Line, shop: World) -> None:
    answers = {who: ask(shop, line, who) for who in access.PEOPLE}
    assert answers == line.statuses, {who: answers[who] for who in answers if answers[who] != line.statuses[who]}


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "route"), access.pages())
def test_a_page_is_there_for_everybody(method: str, route: str, shop: World) -> None:
    for who in ("anonymous", "customer", "staff"):
        answer = getattr(shop.person(who), method.lower())(_address(route), Accept="*/*")
        assert answer.status_code == access.pages()[method, route], who


def _address(page: str) -> str:
    return reverse(
        page, args={"problem": ["order.cart_not_found"], "pay": [UUID(int=0)], "picture": ["a.jpg"]}.get(page, [])
    )


def test_no_route_is_missing_from_the_table() -> None:
    known = {(line.method, line.route) for line in LINES} | set(access.pages())
    there = {(method, name) for name, view in routes() for method in methods(view)}
    assert there - known == set(), "Give it a line in tests/architecture/access.py: who may do this?"
    assert known - there == set(), "This is gone; take its line out of tests/architecture/access.py."


def test_every_resource_declares_who_may_do_what() -> None:
    assert [undeclared for _, view in routes("v1") for undeclared in carelessness(view)] == []


def test_every_post_that_makes_or_moves_something_can_be_repeated() -> None:
    without = {name for name, view in routes("v1") if unrepeatable(view)}
    assert without == set(WITHOUT_REPLAY), "Declare `replay`, or say here why a repeat does no harm."


def test_a_careless_resource_is_noticed() -> None:
    class Refunds(Endpoint):
        def post(self, request: Any) -> None: ...

    class View:
        cls = Refunds

    assert carelessness(View) == ["Refunds.post: @operation(allow=…)"]
    assert unrepeatable(View)
    assert carelessness(access.lines) == ["lines: an Endpoint"]


@pytest.mark.django_db
def test_who_is_not_staff_stays_out_of_the_back_office() -> None:
    customer_api("ada@example.com")
    signed_in = Client()
    assert signed_in.login(username="ada@example.com", password="a-long-password-9")
    for name in back_office():
        for client in (Client(), signed_in):
            answer = client.get(name)
            assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login")), name


@pytest.mark.parametrize("model_admin", BACK_OFFICE, ids=label)
def test_the_back_office_opens_to_a_role_what_the_table_says(model_admin: Any) -> None:
    office = access.offices()[label(model_admin)]
    for who in ("staff", *Role, "superuser"):
        # A superuser has every role, and sees what none of them sees.
        deeds = office.deeds if who in office.done_by | {"superuser"} else set()
        seen = {"view"} if who in office.seen_by | {"superuser"} else set()
        assert allowed(model_admin, who) == deeds | seen, f"{who} at {label(model_admin)}"


def test_the_table_lists_what_the_back_office_has() -> None:
    assert set(access.offices()) == {label(model_admin) for model_admin in BACK_OFFICE}


@pytest.mark.django_db
@pytest.mark.parametrize("line", access.reading(), ids=str)
def test_a_role_reads_what_it_is_granted(line: Line, shop: World) -> None:
    answers = {role: shop.person("role", role).get(address(shop, line)).status_code for role in line.statuses}
    assert answers == line.statuses


@pytest.mark.django_db
@pytest.mark.parametrize("route", access.listing())
def test_a_list_shows_everybodys_rows_to_those_who_are_granted_them(route: str, shop: World) -> None:
    shown = {role for role in Role if shop.person("role", role).get(f"{route}/").json()["results"]}
    assert shown == access.listing()[route]
    assert shop.person("staff").get(f"{route}/").json()["results"] == []


def test_what_staff_read_of_others_stands_in_the_table_of_reading() -> None:
    everybodys = {"anonymous", "owner", "customer"}
    guarded = {(line.route, line.whose) for line in LINES if line.method == "GET" and _is_guarded(line, everybodys)}
    assert guarded == {(line.route, line.whose) for line in access.reading()}


def _is_guarded(line: Line, everybodys: set[str]) -> bool:
    """Whether a role opens it: those who ask as anybody do not get it as well."""
    return line.statuses["role"] == 200 and line.statuses["role"] not in {
        line.statuses[who] for who in everybodys - {"owner"}
    }


def allowed(model_admin: Any, who: str) -> set[str]:
    request = RequestFactory().get("/admin/")
    user = User(is_staff=True, is_superuser=who == "superuser")
    user.role_names = [who]
    request.user = user
    deeds = {
        deed for deed in ("view", "add", "change", "delete") if getattr(model_admin, f"has_{deed}_permission")(request)
    }
    buttons = ModelAdmin.get_actions_detail(model_admin, request, None)
    return deeds | ({"act"} if model_admin.get_actions(request) or buttons else set())


def ask(shop: World, line: Line, who: str) -> int:
    """The status that somebody gets; what the request changed is undone."""
    status: int = ask_for(shop, line, who).status_code
    return status


def ask_for(shop: World, line: Line, who: str, **headers: str) -> Any:
    """The answer that somebody gets; what the request changed is undone."""
    with transaction.atomic():
        answer = request(shop, line, who, **headers)
        transaction.set_rollback(True)
    return answer


def request(shop: World, line: Line, who: str, **headers: str) -> Any:
    """The answer that somebody gets."""
    person = shop.person(who, line.role)
    path, body = address(shop, line), BODIES.get((line.method, line.route))
    body = body(shop, line) if callable(body) else body
    arguments = [path] if line.method in ("GET", "DELETE") else [path, body]
    return getattr(person, line.method.lower())(*arguments, **headers)


def address(shop: World, line: Line) -> str:
    """The path to a thing that there is, so that only rights can stand in the way."""
    kind = line.route.partition("-")[0]
    name = {
        "DELETE invoice": "draft",
        "PATCH invoice": "draft",
        "POST issue-invoice": "draft",
        "POST send-document": "invoice",
        "POST credit-notes": "invoice",
        "POST shipment-deliver": "shipment underway",
        "GET payment-attempt": "attempt",
        "POST product-restore": "archived product",
        "POST product-variants": "cap",
        "PATCH product-variant": "cap",
        "DELETE product-variant": "cap",
        "POST payment-allocations": "money",
        "PATCH shipment": "shipment underway",
        "POST transfer-receive": "transfer underway",
        "POST purchase-receipts": "purchase underway",
        "POST purchase-close": "purchase underway",
    }.get(f"{line.method} {line.route}", kind)
    found = shop.ids.get(f"{name} {line.whose}", shop.ids.get(name))
    pattern = patterns()[line.route]
    values = {
        key: {
            "sku": "CAP-BLUE" if name == "cap" else "TEA",
            "legal_entity": "main",
            "gateway": "sandbox",
            "slug": "empty",
            "code": "origin",
            "language": "de",
            "location": "main",
            "price_list": "chf",
            "customer_group": "trade",
            "kind": "products",
            "price_id": shop.ids["price"],
            "image_id": shop.ids["image"],
        }.get(key, found)
        for key in pattern
    }
    query = {
        "availability": "?sku=TEA",
        "dunning-plan": f"?by={timezone.localdate()}",
        "order-events": "?raw=1" if line.whose == "raw" else "",
        "statement-report": f"?client_id={shop.ids['client']}",
    }.get(line.route, "")
    return reverse(f"v1:{line.route}", kwargs=values) + query


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from walk(part, part.namespace or prefix)
        else:
            yield prefix, part


def routes(*namespaces: str) -> list[tuple[str, Any]]:
    """Names and views of all addresses, or of those of a namespace; the back office is asked as a whole."""
    found = [(space, part) for space, part in walk(get_resolver()) if space != "admin"]
    return [(str(part.name), part.callback) for space, part in found if not namespaces or space in namespaces]


def patterns() -> dict[str, list[str]]:
    return {
        str(part.name): list(part.pattern.regex.groupindex) for space, part in walk(get_resolver()) if space == "v1"
    }


def back_office() -> list[str]:
    """The addresses of the back office, but the log-in and what Django shows to nobody."""
    open_to_all = {"login", "logout", "jsi18n"}
    parts = [part for space, part in walk(get_resolver()) if space == "admin" and part.name not in open_to_all]
    named = [part for part in parts if part.name]
    return [
        reverse(f"admin:{part.name}", kwargs=dict.fromkeys(part.pattern.regex.groupindex, "order")) for part in named
    ]


def methods(view: Any) -> list[str]:
    view_class = getattr(view, "cls", getattr(view, "view_class", None))
    if view_class is None:
        return ["GET"]
    return [method.upper() for method in METHODS if hasattr(view_class, method)]


def carelessness(view: Any) -> list[str]:
    view_class = getattr(view, "cls", None)
    if view_class is None or not issubclass(view_class, Endpoint):
        return [f"{view.__name__}: an Endpoint"]
    handlers = {name: getattr(view_class, name) for name in METHODS if hasattr(view_class, name)}
    return [
        f"{view_class.__name__}.{name}: @operation(allow=…)"
        for name, handler in handlers.items()
        if not isinstance(getattr(getattr(handler, "operation", None), "allow", None), Access)
    ]


def unrepeatable(view: Any) -> bool:
    post = getattr(view.cls, "post", None)
    return post is not None and getattr(getattr(post, "operation", None), "replay", None) is None
