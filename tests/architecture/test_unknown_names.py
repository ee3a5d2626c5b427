"""No operation passes over a name that it does not know, at whatever depth."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from rest_framework import serializers

from gotuto.http.inputs import Input
from tests.architecture import test_access
from tests.architecture.access import Line
from tests.architecture.test_access import BODIES, LINES, METHODS, address, routes
from tests.architecture.world import World

shop = test_access.shop

# Their bodies are bytes, which only the sender's signature speaks for.
WITHOUT_FIELDS = {"gateway-webhook"}


def allowed(line: Line) -> str:
    """Somebody who may do it; nobody here signs what comes from a gateway, but anybody may try."""
    return next((who for who, status in reversed(line.statuses.items()) if status < 300), "anonymous")


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_query_parameter_that_no_operation_knows_is_refused(line: Line, shop: World) -> None:
    path = address(shop, line)
    answer = ask(shop, line, f"{path}{'&' if '?' in path else '?'}nobody_knows=1")
    assert refusal(answer)["nobody_knows"][0].startswith("Unknown query parameter 'nobody_knows'"), str(line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line", [line for line in LINES if line.method != "GET" and line.route not in WITHOUT_FIELDS], ids=str
)
def test_a_field_that_no_operation_knows_is_refused(line: Line, shop: World) -> None:
    answer = ask(shop, line, address(shop, line), nobody_knows=1)
    assert refusal(answer)["nobody_knows"][0].startswith("Unknown field 'nobody_knows'"), str(line)


def test_only_what_takes_bytes_has_no_fields() -> None:
    assert {name for name, view in routes("v1") for one in operations(view) if one.raw} == WITHOUT_FIELDS


def test_everything_that_comes_in_refuses_what_it_does_not_know() -> None:
    taken = [part for _, view in routes("v1") for declared in operations(view) for part in parts(declared)]
    assert len(taken) > 15
    assert [part for part in taken if not issubclass(part, Input)] == []


def test_a_part_that_passes_over_names_is_noticed() -> None:
    class Careless(serializers.Serializer[Any]):
        pass

    class Body(Input):
        items = serializers.ListField(child=Careless())

    assert list(nested(Body)) == [Body, Careless]


def ask(shop: World, line: Line, path: str, **fields: Any) -> Any:
    body = BODIES.get((line.method, line.route), {})
    given = body(shop, line) if callable(body) else body
    with transaction.atomic():
        person = shop.person(allowed(line), line.role)
        answer = (
            person.get(path)
            if line.method == "GET"
            else person._call(line.method.lower(), path, {**given, **fields}, {})
        )
        transaction.set_rollback(True)
    return answer


def refusal(answer: Any) -> dict[str, list[str]]:
    document = answer.json()
    assert (answer.status_code, document["code"]) == (400, "invalid"), document
    errors: dict[str, list[str]] = document["errors"]
    return errors


def operations(view: Any) -> Iterator[Any]:
    for name in METHODS:
        if (declared := getattr(getattr(view.cls, name, None), "operation", None)) is not None:
            yield declared


def parts(declared: Any) -> Iterator[type]:
    for kind in (declared.body, declared.query):
        if kind is not None:
            yield from nested(kind)


def nested(kind: Any) -> Iterator[type]:
    """A serializer and all that stand within it."""
    yield kind
    for field in kind().fields.values():
        inner = getattr(field, "child", field)
        if isinstance(inner, serializers.BaseSerializer):
            yield from nested(type(inner))
