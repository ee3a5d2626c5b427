"""No page of the back office falls over what somebody writes into an address or a form; pages are found by themselves."""

import random
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contexts.customer.models import User
from contexts.customer.staff.use_cases import ensure_staff
from tests.architecture import test_access
from tests.architecture.test_access import label
from tests.architecture.world import World

shop = test_access.shop
OFFICES = list(admin.site._registry.values())

# Half a surrogate pair cannot be written in UTF-8; these are the bytes that a careless client sends for it.
HALF = b"\xed\xa0\x80"
NASTY: list[bytes] = [
    *(text.encode() for text in (
        "\0", "a\0b", "-1", "0", str(10**18), "9" * 400, "1e309", "NaN", "-Infinity", "1_0", "\u0663", "😀" * 80, "\u202eabc",
        "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "2026-11-26T25:61:61Z", "'\"><script>", "%", "_", "\\",
        "()", "[]", "{}", "null", "None", "true,false", "../..", "a" * 2000, "İ" * 200, "\u0301" * 40, " ", "1,2,-3",
    )),
    HALF, b"\xff\xfe", b"%%%", b"\r\nX-Injected: 1",
]  # fmt: skip
LARGE = b"a" * 1_000_000
# So many of all questions are asked in one run, the same ones each time.
QUESTIONS, CHANGES, KEYS = 12, 6, 4
PARAMETERS = ("q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "nobody__knows", "id__in", "pk")


class _Fields(HTMLParser):
    """The fields of the forms of a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag in ("input", "textarea") and name:
            self.found.setdefault(name, given.get("value") or "")
        elif tag == "select":
            self._select = name
            self.found.setdefault(name, "")
        elif tag == "option" and "selected" in given:
            self.found[self._select] = given.get("value") or ""


@pytest.fixture(scope="module")
def chief(shop: World, django_db_blocker: Any) -> Client:
    """Somebody who may do everything, and gets pages that failed as pages."""
    with django_db_blocker.unblock():
        ensure_staff(email="chief@example.com", password="a-long-password-9", roles=(), is_superuser=True,
                     now=timezone.now())  # fmt: skip
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email="chief@example.com"))
        return client


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_a_list_takes_any_question(office: Any, chief: Client) -> None:
    names = [*PARAMETERS, *filters(office), *(f"{name}__{how}" for name in columns(office) for how in ("gt", "regex"))]
    for name, value in drawn(names, QUESTIONS, seed=label(office)):
        ask(chief, f"{address(office, 'changelist')}?{name}={quote_plus(value)}")


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_a_page_is_asked_for_by_any_key(office: Any, chief: Client) -> None:
    for view, value in drawn(["change", "delete", "history"], 3 * KEYS, seed=label(office)):
        ask(chief, address(office, view, "KEY").replace("KEY", quote_plus(value)))


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_a_form_takes_anything(office: Any, chief: Client) -> None:
    for number, form in enumerate(forms(office)):
        fields = filled(chief, form)
        # Not by its address, which names a row that is another one each time.
        for name, value in drawn(list(fields), CHANGES, seed=f"{label(office)} {number}"):
            send(chief, form, {**fields, name: value})
        send(chief, form, dict.fromkeys(fields, NASTY[0]))
        send(chief, form, {**fields, next(iter(fields), "x"): LARGE})
        send(chief, form, {})


@pytest.mark.django_db
@pytest.mark.parametrize("office", OFFICES, ids=label)
def test_an_action_takes_any_selection(office: Any, chief: Client) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(email="chief@example.com")
    for action in [*office.get_actions(request), "nobody_knows"]:
        for _, value in drawn([action], KEYS, seed=label(office)):
            chosen = {"action": action, "_selected_action": value, "index": b"0", "select_across": value}
            send(chief, address(office, "changelist"), chosen)


def test_every_page_is_looked_at() -> None:
    assert len(OFFICES) > 15
    assert {"q", "status__exact"} <= {*PARAMETERS, *(name for office in OFFICES for name in filters(office))}


@pytest.mark.django_db
def test_a_page_that_falls_is_noticed(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(OFFICES[0]), "get_queryset", lambda office, request: 1 / 0)
    with pytest.raises(AssertionError, match="500"):
        ask(chief, address(OFFICES[0], "changelist"))


def drawn(names: list[str], count: int, *, seed: str) -> list[tuple[str, bytes]]:
    """Some of all pairs, each name at least once while there is room."""
    dice = random.Random(seed)
    each = [(name, dice.choice(NASTY)) for name in dict.fromkeys(names)]
    dice.shuffle(each)
    return (each + [(dice.choice(names), dice.choice(NASTY)) for _ in range(count)])[:count] if names else []


def ask(chief: Client, path: str) -> None:
    with transaction.atomic():
        answer = chief.get(path)
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{answer.status_code}: GET {path[:300]}"


def send(chief: Client, path: str, fields: dict[str, Any]) -> None:
    body = b"&".join(quote_plus(name).encode() + b"=" + quote_plus(value).encode() for name, value in fields.items())
    with transaction.atomic():
        answer = chief.post(path, body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{answer.status_code}: POST {path} {body[:300]!r}"


def filled(chief: Client, path: str) -> dict[str, Any]:
    page = _Fields()
    answer = chief.get(path)
    page.feed(answer.content.decode() if answer.status_code == 200 else "")
    return page.found


def address(office: Any, view: str, *arguments: str) -> str:
    return reverse(f"admin:{office.model._meta.app_label}_{office.model._meta.model_name}_{view}", args=arguments)


def forms(office: Any) -> Iterator[str]:
    """The addresses of its forms: a new one, those of a row, and of its buttons."""
    yield address(office, "add")
    row = office.model._default_manager.order_by("-pk").first()
    if row is None:
        return
    for part in office.get_urls():
        if part.name and not part.name.endswith(("_changelist", "_add", "_history")):
            try:
                yield reverse(f"admin:{part.name}", args=[row.pk])
            except NoReverseMatch:
                continue


def filters(office: Any) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)
    return [
        name
        for one in office.get_list_filter(request)
        for name in ([f"{one}__exact", f"{one}__gte", f"{one}__lt", one] if isinstance(one, str) else [_named(one)])
    ]


def _named(one: Any) -> str:
    return str(one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", "") or "x")


def columns(office: Any) -> list[str]:
    return [field.name for field in office.model._meta.fields[:4]]
