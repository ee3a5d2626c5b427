"""The OpenAPI document says what the server does, in words for clients, and generators can use its names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from gotuto.http.components import component_name, sentence
from tests.architecture.test_access import LINES, METHODS, patterns, routes

# Classes that generators of clients bring along.
OF_GENERATORS = {"Client", "AuthenticatedClient", "Response", "Unset", "File", "Errors", "Configuration", "ApiClient"}
INNER = re.compile(r"Raises|Django|DRF|REST framework|serializer|dataclass|TypedDict|DTO|None\b|\bself\b")
REFERENCE = "#/components/schemas/"


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = document()["components"]["schemas"]
    return found


def operations() -> Iterator[tuple[str, Any]]:
    for path, verbs in document()["paths"].items():
        for verb, operation in verbs.items():
            yield f"{verb.upper()} {path}", operation


def declared() -> dict[str, Any]:
    """What the code declares, under the names of the document."""
    found = {}
    for name, view in routes("v1"):
        for verb in METHODS:
            if (one := getattr(getattr(view.cls, verb, None), "operation", None)) is not None:
                found[f"{verb.upper()} {name}"] = one
    return found


def parameters(place: str) -> Iterator[tuple[str, Any]]:
    for where, operation in operations():
        for parameter in operation.get("parameters", []):
            if parameter["in"] == place:
                yield f"{where} {parameter['name']}", parameter["schema"]


def properties(part: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every property, at whatever depth, with its name."""
    if isinstance(part, list):
        for inner in part:
            yield from properties(inner)
    elif isinstance(part, dict):
        for inner_name, inner in part.get("properties", {}).items():
            yield inner_name, inner
        for inner in part.values():
            yield from properties(inner)


def words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from words(inner)
    elif isinstance(part, dict):
        for name, inner in part.items():
            if name in ("description", "summary") and isinstance(inner, str):
                yield inner
            else:
                yield from words(inner)


def test_every_operation_that_there_is_stands_in_the_document_and_is_asked_by_the_access_table() -> None:
    asked = {(line.method, line.route) for line in LINES}
    assert {tuple(name.split(" ")) for name in declared()} == asked
    assert len(list(operations())) == len(asked)
    assert len(document()["paths"]) == len(patterns())


def test_every_failure_is_the_one_problem_document() -> None:
    for where, operation in operations():
        failure = operation["responses"]["default"]["content"]
        assert failure == {"application/problem+json": {"schema": {"$ref": f"{REFERENCE}Problem"}}}, where
    assert str(document()).count("uri-reference") == 1


def test_times_have_a_format_and_amounts_a_shape() -> None:
    times = [(name, part) for name, part in properties(document()) if re.search(r"_(at|since)$", name)]
    assert len(times) > 15
    for name, part in [*times, *((name, part) for name, part in parameters("query") if "_at_" in name)]:
        assert "date-time" in {one.get("format") for one in part.get("anyOf", [part])}, name
    for name in ("Money", "MoneyInput"):
        amount = schemas()[name]["properties"]["amount"]
        assert amount.get("oneOf", [amount])[0]["pattern"]


def test_words_are_for_clients() -> None:
    assert [text for text in words(document()) if INNER.search(text)] == []


def test_names_are_free_for_generators() -> None:
    assert {name for name in schemas() if name in OF_GENERATORS} == set()
    assert not any("title" in schema for schema in schemas().values())


def test_bodies_are_closed_and_what_must_not_be_blank_says_so() -> None:
    for where, operation in operations():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            body = schemas()[content["schema"]["$ref"].removeprefix(REFERENCE)]
            assert body["additionalProperties"] is False, where


def test_headers_have_a_shape() -> None:
    for where, schema in parameters("header"):
        # A list of languages may be empty (RFC 9110, 12.5.4).
        may_be_empty = where.endswith(" Accept-Language")
        assert may_be_empty or schema.get("minLength", 0) > 0 or schema.get("pattern"), where


def test_an_order_of_rows_and_a_form_of_the_answer_are_chosen_from_a_list() -> None:
    for where, schema in parameters("query"):
        if where.endswith((" ordering", " format")):
            assert schema["enum"], where
            assert "problem" not in schema["enum"], where
    with_a_choice = {where for where, _ in parameters("query") if where.endswith(" format")}
    assert with_a_choice == {f"{where} format" for where, one in operations() if _is_file(one)}


def test_what_is_for_everybody_has_no_lock() -> None:
    """Elsewhere who asks decides, be it only what is seen."""
    open_ones = {where for where, operation in operations() if not operation.get("security")}
    assert open_ones == {
        "GET /api/v1/",
        "GET /api/v1/products/",
        "GET /api/v1/products/suggest/",
        "GET /api/v1/products/{product_id}/",
        "GET /api/v1/categories/",
        "GET /api/v1/categories/by-slug/{slug}/",
        "GET /api/v1/categories/tree/",
        "GET /api/v1/categories/{category_id}/",
        "GET /api/v1/categories/{category_id}/attributes/",
        "GET /api/v1/categories/{category_id}/attributes/{code}/",
        "GET /api/v1/availability/",
        "GET /api/v1/tax-rates/",
        "POST /api/v1/customers/",
        "POST /api/v1/gateways/{gateway}/webhook/",
    }


def _is_file(operation: dict[str, Any]) -> bool:
    return any(kind in str(operation["responses"]) for kind in ("text/csv", "application/pdf"))


def test_a_dry_run_of_a_deletion_has_an_answer_of_its_own() -> None:
    for where, operation in operations():
        if "204" in operation["responses"]:
            assert operation["responses"]["200"]["content"], where


def test_the_words_of_a_class_are_its_first_sentence() -> None:
    assert sentence("An amount, e.g. 3.50 EUR.  Raises\n  Nonsense.") == "An amount, e.g. 3.50 EUR."
    assert sentence("Where it is, None at the top.") == "Where it is, null at the top."
    assert sentence(None) == ""


def test_a_name_that_generators_use_is_preceded_by_the_context_s() -> None:
    ours = type("Client", (), {"__module__": "contexts.billing.clients.dto"})
    kernels = type("Response", (), {"__module__": "gotuto.http.x"})
    assert (component_name(ours), component_name(kernels)) == ("BillingClient", "GotutoResponse")
