"""Another search engine: OpenSearch finds what is wanted, hears of changes, and when it is gone PostgreSQL answers."""

import time
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

from tests.catalog.search.quality import Goods, goods, questions
from tests.http_client import HttpClient
from tests.journeys.instance import Instance
from wider import opensearch
from wider.check import Check, Failed, Tool
from wider.instance import running

_SHARE, _SECONDS = 0.9, 60


def _run() -> str:
    with ExitStack() as engine:
        address = engine.enter_context(opensearch.node())
        with running(GOTUTO_SEARCH_ENGINE="opensearch", GOTUTO_SEARCH_URL=address) as shop:
            desk = HttpClient(f"{shop.url}/api/v1", {"Authorization": f"Bearer {shop.staff_token}"})
            first = _stocked(desk)
            shop.manage("search_index", "--all")
            share = _share(desk)
            _change(shop, desk, HttpClient(address), first)
            engine.close()
            if _found(desk, "zither") != ["DR-18V-2"]:
                raise Failed("PostgreSQL does not answer in place of an engine that is gone")
    return (
        f"{share} questions find what is wanted among the first three, and what there is not is not found; a change is told; "
        f"without the engine PostgreSQL answers (OpenSearch {opensearch.VERSION})"
    )


def _stocked(desk: HttpClient) -> str:
    """All goods on a shelf; the id of the first of them."""
    shelf = _made(desk, "/categories/", {"name": "All goods"})["id"]
    made = [_made(desk, "/products/", _product(one, shelf)) for one in goods()]
    return str(made[0]["id"])


def _product(one: Goods, shelf: str) -> dict[str, Any]:
    said = "\n".join((one.name_de, one.description_en, one.description_de))
    price = {"amount": "9.90", "currency": "EUR"}
    return {"sku": one.sku, "name": one.name_en, "description": said, "category_id": shelf, "price": price}


def _made(desk: HttpClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = desk.call("POST", path, body)
    if not answer.is_success:
        raise Failed(f"POST {path}: {answer.status_code} {answer.text[:200]}")
    made: dict[str, Any] = answer.json()
    return made


def _found(desk: HttpClient, question: str) -> list[str]:
    answer = desk.call("GET", f"/products/?page_size=3&search={quote(question)}")
    if not answer.is_success:
        raise Failed(f"{question!r}: {answer.status_code} {answer.text[:200]}")
    return [one["sku"] for one in answer.json()["results"]]


def _share(desk: HttpClient) -> str:
    """How many of the questions find what is wanted. Raises Failed for too few, and for something where there is nothing."""
    asked = [one for one in questions() if one.wanted]
    found = sum(one.wanted in _found(desk, one.question) for one in asked)
    loud = [one.question for one in questions() if not one.wanted and _found(desk, one.question)]
    if loud or found < _SHARE * len(asked):
        raise Failed(f"{found} of {len(asked)} questions find what is wanted; these should find nothing: {loud}")
    return f"{found} of {len(asked)}"


def _change(shop: Instance, desk: HttpClient, engine: HttpClient, product: str) -> None:
    """A new name is told by the clock."""
    desk.call("PATCH", f"/products/{product}/", {"name": "Zither"})
    shop.send_task("catalog.tell_search_engine")
    until = time.monotonic() + _SECONDS
    while not engine.call("GET", "/gotuto-products/_count?q=name:zither").json()["count"]:
        if time.monotonic() > until:
            raise Failed("OpenSearch is not told of a new name")
        time.sleep(0.2)


CHECK = Check(
    "search",
    (
        Tool("Java", ("java", "-version"), "Debian's default-jdk-headless"),
        Tool("Maven", ("mvn", "-version"), "Debian's maven"),
    ),
    _run,
)
