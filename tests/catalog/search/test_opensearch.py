"""Another engine: what it is asked and told, and what happens without it. `make wider` asks OpenSearch itself."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.cache import cache
from django.core.management import CommandError
from structlog.testing import capture_logs

from contexts.catalog import tasks
from contexts.catalog.models import SearchChange
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.search import use_cases
from tests.catalog.attributes.said import declare, described
from tests.catalog.builders import NOW, product, shelf
from tests.catalog.search.test_finding import found
from tests.catalog.search.test_upkeep import manage

pytestmark = pytest.mark.django_db


class Server:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self):
        self.asked, self.answers, self.status = [], {}, 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                outer.asked.append((self.command, self.path.split("?")[0], body, self.headers.get("Authorization")))
                told = json.dumps(outer.answers.get(self.path.split("?")[0].rsplit("/")[-1], {})).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_DELETE = do_POST = do_PUT = answer

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://ada:secret@127.0.0.1:{self.http.server_port}"

    @contextmanager
    def running(self):
        thread = Thread(target=self.http.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self.http.shutdown()
            self.http.server_close()
            thread.join()

    def finds(self, **scores):
        self.answers["_search"] = {"hits": {"hits": [{"_id": key, "_score": score} for key, score in scores.items()]}}


@pytest.fixture
def server(settings):
    with Server().running() as started:
        settings.GOTUTO_SEARCH = {"engine": "opensearch", "url": started.url, "languages": ["de", "en"]}
        yield started


def test_the_engine_finds_and_the_shop_decides_what_is_shown(server):
    cups = shelf("Cups")
    first, second = product("A", on=cups, name="One"), product("B", on=cups, name="Two")
    hidden = product("C", on=cups, name="Three", is_active=False)
    server.finds(**{str(second.id): 3.5, str(hidden.id): 9.0, str(first.id): 1.25})
    assert found("anything cups") == ["B", "A"]
    assert found("anything", ordering="name") == ["A", "B"]
    assert found("anything", category="pots") == []
    method, path, body, who = server.asked[0]
    assert (method, path, who) == ("POST", "/gotuto-products/_search", "Basic YWRhOnNlY3JldA==")
    one, cup = json.loads(body)["query"]["bool"]["must"]
    assert one["bool"]["should"][0]["multi_match"]["query"] == "anything"
    assert {"terms": {"category": [cups.id.hex], "boost": 0.5}} in cup["bool"]["should"]


def test_what_it_does_not_find_is_not_found(server):
    product("A", name="Kettle")
    server.answers["_search"] = {}
    assert found("kettle") == []


def test_the_index_is_made_anew_and_told_of_every_change(server):
    on = shelf()
    declare(on, "origin")
    tea = product("A", on=on, name="Kettle", description="Of steel")
    assert SearchChange.objects.count() == 0
    manage("search_index", "--all")
    assert [asked[:2] for asked in server.asked] == [
        ("DELETE", "/gotuto-products"),
        ("PUT", "/gotuto-products"),
        ("POST", "/gotuto-products/_bulk"),
    ]
    assert json.loads(server.asked[1][2])["mappings"]["properties"]["name"]["fields"]["de"]["analyzer"] == "german"
    update_product(product_id=tea.id, name="Teapot", now=NOW)
    described(tea.id, origin="Uji")
    product("B", on=on, name="Cup")
    assert use_cases.tell_engine() == 2
    how, told, *_ = map(json.loads, server.asked[-1][2].splitlines())
    assert how["index"] == {"_id": str(tea.id), "version": 3, "version_type": "external_gte"}
    words = {"sku": "A", "name": "Teapot", "keywords": "", "description": "Of steel", "said": "Uji"}
    assert told == {**words, "category": on.id.hex}
    tasks.tell_search_engine()
    assert (len(server.asked), SearchChange.objects.count()) == (4, 0)


@pytest.mark.parametrize(("error", "told"), [("version_conflict_engine_exception", 1), ("mapper_parsing_exception", 0)])
def test_what_is_older_is_left_out_and_what_is_refused_waits(server, error, told):
    manage("search_index", "--all")
    product("A", name="Kettle")
    server.answers["_bulk"] = {"items": [{"index": {"error": {"type": error}}}]}
    with capture_logs() as said:
        assert use_cases.tell_engine() == told
    assert [line["event"] for line in said if line["event"] == "search_engine_not_told"] == [
        "search_engine_not_told"
    ] * (1 - told)
    assert SearchChange.objects.count() == 1 - told


def test_an_engine_that_fails_is_replaced_and_left_alone_for_a_while(server):
    product("A", name="Kettle")
    server.status = 503
    with capture_logs() as said:
        assert found("kettles") == found("kettles", ordering="name") == ["A"]
    assert [line["event"] for line in said] == ["search_engine_down"]
    assert len(server.asked) == 1
    cache.clear()
    server.status = 200
    server.answers["_search"] = {}
    assert found("kettles") == []


def test_an_engine_that_is_gone_is_named_to_whoever_fills_it(settings):
    settings.GOTUTO_SEARCH = {"engine": "opensearch", "url": "http://127.0.0.1:1", "languages": ["en"]}
    product("A", name="Kettle")
    with pytest.raises(CommandError, match=r"The search engine fails .* GOTUTO_SEARCH_URL"):
        manage("search_index", "--all")
    with capture_logs() as said:
        assert found("kettle") == ["A"]
    assert said[0]["event"] == "search_engine_down"


def test_without_an_engine_nobody_keeps_what_has_changed(server, settings):
    manage("search_index", "--all")
    product("A", name="Kettle")
    assert SearchChange.objects.count() == 1
    settings.GOTUTO_SEARCH = {**settings.GOTUTO_SEARCH, "engine": "postgres"}
    manage("search_index", "--all")
    product("B", name="Kettle")
    assert SearchChange.objects.count() == use_cases.tell_engine() == 0
