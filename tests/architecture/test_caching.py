"""Every answer says who may keep it and how long, and names each request header that decides what it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http.request import HttpHeaders

from gotuto.modules import modules
from tests.architecture import access, test_access
from tests.architecture.access import Line
from tests.architecture.test_access import LINES, ask_for, routes

shop = test_access.shop

# What anybody may keep of what a guest is answered, and for how many seconds.
PUBLIC = {
    "root": 300,
    "products": 60,
    "product": 60,
    "suggest": 60,
    "categories": 60,
    "category": 60,
    "category-attribute": 60,
    "category-attributes": 60,
    "category-of-slug": 60,
    "category-tree": 60,
    "availability": 5,
    "tax-rates": 3600,
}
READS = [line for line in LINES if line.method == "GET"]


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=str)
def test_every_answer_says_who_may_keep_it(line: Line, shop: test_access.World) -> None:
    for who in access.PEOPLE:
        answer = ask_for(shop, line, who)
        assert answer.headers["Cache-Control"] == expected(line, who, answer), who
        assert {"Accept", "Authorization", "Cookie"} <= varying(answer), who


def expected(line: Line, who: str, answer: Any) -> str:
    if line.method != "GET" or answer.status_code >= 400 or line.route not in PUBLIC:
        return "private, no-store"
    is_guest = who in ("anonymous", "guest", "holder")
    return f"public, max-age={PUBLIC[line.route]}" if is_guest else "private, no-cache"


@pytest.mark.django_db
@pytest.mark.parametrize("line", READS, ids=str)
def test_every_header_that_decides_is_named(line: Line, shop: test_access.World, asked: set[str]) -> None:
    for who in access.PEOPLE:
        answer = ask_for(shop, line, who)
        assert asked & tokens() <= varying(answer), who


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the headers that anybody has looked at."""
    seen: set[str] = set()

    get_header = HttpHeaders.get

    def get(headers: HttpHeaders, name: str, default: Any = None) -> Any:
        seen.add(name)
        return get_header(headers, name, default)

    monkeypatch.setattr(HttpHeaders, "get", get)
    return seen


def tokens() -> set[str]:
    return {name for module in modules() for name in module.token_headers}


def test_what_everybody_may_read_says_how_long_it_may_be_kept() -> None:
    public = {name: one.max_age for name, one in reads() if one.allow.is_open and not tokens() & set(one.headers)}
    assert public == PUBLIC, "Give the operation a `max_age`."
    assert {name for name, one in reads() if one.max_age is not None} == set(PUBLIC)


def reads() -> Iterator[tuple[str, Any]]:
    for name, view in routes("v1"):
        if (declared := getattr(getattr(view.cls, "get", None), "operation", None)) is not None:
            yield name, declared


def varying(answer: Any) -> set[str]:
    return {name.strip() for name in answer.headers["Vary"].split(",")}


def test_a_token_that_decides_unnamed_is_noticed(asked: set[str], rf: Any) -> None:
    rf.get("/").headers.get("X-Order-Token", "")
    assert asked & tokens() == {"X-Order-Token"}


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "control"), [
    ("/api/docs/", "max-age=300, public"), ("/api/schema/", "max-age=300, public"), ("/api/redoc/", "max-age=300, public"),
    ("/api/problems/invalid", "max-age=300, public"), ("/api/problems/nonsense", "private, no-store"),
    ("/api/v1/nowhere/", "private, no-store"), ("/health/live", "private, no-store"), ("/", "private, no-store"),
    ("/admin/login/", "max-age=0, no-cache, no-store, must-revalidate, private"),
])  # fmt: skip
def test_pages_say_so_too(client: Any, path: str, control: str) -> None:
    assert set(client.get(path).headers["Cache-Control"].split(", ")) == set(control.split(", "))


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in READS if line.route in PUBLIC], ids=str)
def test_a_page_for_a_person_is_kept_by_nobody_and_has_no_tag(line: Line, shop: test_access.World) -> None:
    answer = ask_for(shop, line, "anonymous", Accept="text/html")
    assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("private, no-store", False)


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in LINES if line.method in ("PATCH", "PUT", "DELETE")], ids=str)
def test_every_change_compares_versions(line: Line, shop: test_access.World) -> None:
    who = next(who for who, status in reversed(line.statuses.items()) if status < 300)
    assert ask_for(shop, line, who, If_Match='"98765-ab"').status_code == 412
    assert ask_for(shop, line, who, If_None_Match="*").status_code == 412
    assert ask_for(shop, line, who, If_Match='"98765-ab", *').status_code == 400
    assert ask_for(shop, line, who, If_Match="*").status_code == line.statuses[who]


@pytest.mark.django_db
@pytest.mark.parametrize("line", READS, ids=str)
def test_whoever_has_it_already_is_not_sent_it_again(line: Line, shop: test_access.World) -> None:
    who = next(who for who, status in reversed(line.statuses.items()) if status < 300)
    answer = ask_for(shop, line, who)
    if "ETag" in answer.headers:
        again = ask_for(shop, line, who, If_None_Match=answer["ETag"])
        assert (again.status_code, again["Cache-Control"], again["Vary"]) == (
            304, answer["Cache-Control"], answer["Vary"]
        )  # fmt: skip
        assert ask_for(shop, line, who, If_Match=answer["ETag"]).status_code == 200
        assert ask_for(shop, line, who, If_Match='"98765-ab"').status_code == 412
