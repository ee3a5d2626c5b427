"""OpenSearch, where somebody runs it: it finds products by words, and the shop's own tables decide which of them are shown.

Whatever goes wrong with it, PostgreSQL answers instead, and for a while nobody asks it again.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from django.core.cache import cache

from contexts.catalog.search.dto import How, Indexed, Matches, Term, Understood
from contexts.catalog.search.gateways.port import Engine, EngineDown
from gotuto.outbound import Timeouts
from gotuto.outbound.http import Answer, request

log = structlog.get_logger(__name__)

INDEX = "gotuto-products"
# The first of those that were found; an answer has to be short.
MOST = 500
_DOWN, _SECONDS_DOWN = "catalog.search_engine_down", 30
_ASKING = Timeouts(connect=0.5, read=2, whole=2)
_WRITING = Timeouts(connect=2, read=30, whole=30)
_TOLD_APART = {"da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
               "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
               "ru": "russian", "sv": "swedish", "tr": "turkish"}  # fmt: skip
_WEIGHTS = {"sku": 4, "name": 4, "keywords": 2, "description": 1, "said": 0.5}
_WORDS = {How.FORM, How.ENDS, How.CORRECTED, How.SYNONYM}

_BEST = """
SELECT found.product_id, -found.score AS distance
FROM unnest(%(found_ids)s::uuid[], %(found_scores)s::float8[]) AS found (product_id, score)
    JOIN catalog_product AS product ON product.id = found.product_id
WHERE {conditions}
"""
_EVERY = "(SELECT unnest(%(found_ids)s::uuid[]) AS product_id)"


class OpenSearch:
    """A server of the search protocol of OpenSearch 2; `instead` answers while it does not."""

    def __init__(self, url: str, languages: Sequence[str], *, instead: Engine) -> None:
        target = urlsplit(url)
        self._url = f"{target.scheme}://{target.hostname}:{target.port or 9200}{target.path.rstrip('/')}"
        self._who = f"{target.username}:{target.password}" if target.username else ""
        self._languages = languages
        self._instead = instead

    def find(self, question: Understood) -> Matches:
        """The products that a question means, as long as the server says so."""
        if cache.get(_DOWN):
            return self._instead.find(question)
        try:
            hits = self._hits(question)
        except EngineDown as failure:
            cache.set(_DOWN, True, _SECONDS_DOWN)
            log.warning("search_engine_down", why=str(failure), advice="PostgreSQL answers instead.")
            return self._instead.find(question)
        ids, scores = [hit["_id"] for hit in hits], [hit["_score"] for hit in hits]
        return Matches(best=_BEST, every=_EVERY, parameters={"found_ids": ids, "found_scores": scores})

    def make(self) -> None:
        """Make an empty index in place of the one that is there. Raises EngineDown."""
        self._call("DELETE", f"/{INDEX}?ignore_unavailable=true", None, _WRITING)
        self._call("PUT", f"/{INDEX}", _mapping(self._languages), _WRITING)

    def put(self, products: Sequence[Indexed]) -> None:
        """Write products as they are, none over a newer one. Raises EngineDown."""
        lines = [line for product in products for line in _lines(product)]
        body = b"\n".join(map(msgspec.json.encode, lines)) + b"\n"
        path = f"/{INDEX}/_bulk?refresh=true&filter_path=items.index.error.type"
        told = self._call("POST", path, body, _WRITING)
        errors = [item["index"]["error"]["type"] for item in told.get("items", ())]
        # A newer one is there already.
        if real := [error for error in errors if error != "version_conflict_engine_exception"]:
            raise EngineDown(f"{len(real)} products were refused: {real[0]}")

    def _hits(self, question: Understood) -> list[dict[str, Any]]:
        needed = [_of_term(term, self._languages) for term in question.terms if term.is_needed]
        body = {"size": MOST, "query": {"bool": {"must": needed}}, "_source": False}
        path = f"/{INDEX}/_search?filter_path=hits.hits._id,hits.hits._score"
        hits: list[dict[str, Any]] = self._call("POST", path, body, _ASKING).get("hits", {}).get("hits", [])
        return hits

    def _call(self, method: str, path: str, body: Any, timeouts: Timeouts) -> dict[str, Any]:
        packed = body if isinstance(body, bytes | None) else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"}
        if self._who:
            headers["Authorization"] = f"Basic {base64.b64encode(self._who.encode()).decode()}"
        answer = request(method, f"{self._url}{path}", timeouts=timeouts, body=packed, headers=headers)
        if not isinstance(answer, Answer):
            raise EngineDown(answer.detail)
        if answer.status >= 400:
            raise EngineDown(f"{answer.status} {answer.body[:200].decode(errors='replace')}")
        told: dict[str, Any] = msgspec.json.decode(answer.body)
        return told


def _mapping(languages: Sequence[str]) -> dict[str, Any]:
    forms = {code: {"type": "text", "analyzer": _TOLD_APART[code]} for code in languages}
    text = {"type": "text", "analyzer": "plain", "fields": forms}
    fields: dict[str, Any] = dict.fromkeys(_WEIGHTS, text)
    plain = {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
    return {
        "settings": {"analysis": {"analyzer": {"plain": plain}}},
        "mappings": {"properties": {**fields, "category": {"type": "keyword"}}},
    }


def _lines(product: Indexed) -> Iterator[dict[str, Any]]:
    known = {"_id": str(product.id), "version": product.version, "version_type": "external_gte"}
    yield {"index": known}
    yield {
        "sku": product.sku,
        "name": product.name,
        "keywords": product.keywords,
        "description": product.description,
        "said": product.said,
        "category": product.category.hex if product.category else "",
    }


def _of_term(term: Term, languages: Sequence[str]) -> dict[str, Any]:
    fields = [f"{name}^{weight}" for name, weight in _WEIGHTS.items()]
    forms = [f"{name}.{code}^{weight / 2}" for name, weight in _WEIGHTS.items() for code in languages]
    others = [one.word for one in term.alternatives if one.how in _WORDS]
    shelves = [one.text.strip("'")[1:] for one in term.alternatives if one.how is How.CATEGORY]
    should: list[dict[str, Any]] = [
        {"multi_match": {"query": term.text, "fields": [*fields, *forms], "operator": "and"}},
        {"multi_match": {"query": term.text, "fields": fields, "type": "phrase_prefix"}},
        *({"multi_match": {"query": other, "fields": fields, "type": "phrase", "boost": 0.5}} for other in others),
    ]
    if shelves:
        should.append({"terms": {"category": list(dict.fromkeys(shelves)), "boost": 0.5}})
    return {"bool": {"should": should, "minimum_should_match": 1}}
