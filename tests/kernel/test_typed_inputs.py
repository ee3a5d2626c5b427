"""Bodies declared by their types: each type has its field, and a view gets what the business speaks of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

import pytest
from msgspec import Meta
from rest_framework.request import Request

from gotuto.address import Address
from gotuto.filters import Range
from gotuto.http import PUBLIC, ListQuery, again, operation
from gotuto.http.fields import CountryCode, CurrencyCode
from gotuto.http.typed import field_of, input_of
from gotuto.ids import ClientId, Sku
from gotuto.money import Money
from gotuto.text.email_address import EmailAddress
from tests.kernel.toy_api import BELLS


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Clapper:
    weight: Annotated[int, Meta(ge=1, le=9)]
    colour: Colour = Colour.RED


class Bell(TypedDict):
    """A bell."""

    note: Annotated[str, Meta(min_length=2, max_length=3, description="As it is written.")]
    clappers: NotRequired[Annotated[list[Clapper], Meta(min_length=1, max_length=2)]]
    parent_id: NotRequired[ClientId | None]
    remark: NotRequired[str]


def taken(kind: Any, data: Any, **options: Any) -> Any:
    given = input_of(kind)(data=data, **options)
    given.is_valid(raise_exception=True)
    return given.validated_data


def faults(kind: Any, data: Any, **options: Any) -> set[str]:
    given = input_of(kind)(data=data, **options)
    given.is_valid()
    return set(given.errors)


ID = UUID("01a1fbed-958c-708b-adcb-88998f41d862")


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        (str, " tea ", "tea"),
        (EmailAddress, "ada@example.com", "ada@example.com"),
        (Annotated[EmailAddress, Meta(max_length=254)], "ada@example.com", "ada@example.com"),
        (CountryCode, "fr", "FR"),
        (CountryCode, "XI", "XI"),
        (CurrencyCode, "eur", "EUR"),
        (Sku, " tea-1", "TEA-1"),
        (int, "7", 7),
        (bool, "true", True),
        (Decimal, "12.5", Decimal("12.5")),
        (UUID, str(ID), ID),
        (ClientId, str(ID), ID),
        (ClientId | None, None, None),
        (date, "2026-11-25", date(2026, 11, 25)),
        (datetime, "2026-11-25T10:00:00Z", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        (Colour, "red", Colour.RED),
        (Money, {"amount": "1.5", "currency": "EUR"}, Money.of("1.50", "EUR")),
        (list[int], ["1", "2"], [1, 2]),
        (Clapper, {"weight": 3}, Clapper(weight=3)),
        (
            Address,
            {"name": "A", "line1": "B", "postal_code": "10115", "city": "C", "country": "de"},
            Address(name="A", line1="B", postal_code="10115", city="C", country="DE"),
        ),
    ],
    ids=str,
)
def test_a_value_of_each_type_comes_in(kind: Any, sent: Any, value: Any) -> None:
    assert field_of(kind).run_validation(sent) == value


def test_a_body_holds_what_was_given_and_nothing_else() -> None:
    assert taken(Bell, {"note": "cis"}) == {"note": "cis"}
    assert taken(Bell, {"note": "cis", "clappers": [{"weight": "2"}], "parent_id": None, "remark": ""}) == {
        "note": "cis",
        "clappers": [Clapper(weight=2, colour=Colour.RED)],
        "parent_id": None,
        "remark": "",
    }


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"note"}),
        ({"note": ""}, {"note"}),
        ({"note": "c"}, {"note"}),
        ({"note": "cisis"}, {"note"}),
        ({"note": None, "clappers": []}, {"note", "clappers"}),
        ({"note": "cis", "clappers": [{"weight": 0}]}, {"clappers"}),
        ({"note": "cis", "clappers": [{"weight": 1}] * 3}, {"clappers"}),
        ({"note": "cis", "clappers": [{"weight": 1, "colour": "blue"}]}, {"clappers"}),
        ({"note": "cis", "parent_id": "x", "remark": None}, {"parent_id", "remark"}),
    ],
)
def test_constraints_stand_beside_the_types(body: Any, fields: set[str]) -> None:
    assert faults(Bell, body) == fields


def test_of_a_typed_dict_a_patch_may_leave_out_anything_and_of_one_thing_nothing() -> None:
    assert taken(Bell, {}, partial=True) == {}
    assert faults(Clapper, {}, partial=True) == {"weight"}
    assert faults(Bell, {"clappers": [{}]}, partial=True) == {"clappers"}


def test_a_description_is_the_help_of_the_field_and_the_docstring_that_of_the_body() -> None:
    assert input_of(Bell)().fields["note"].help_text == "As it is written."
    assert (input_of(Bell).__name__, input_of(Bell).__doc__) == ("Bell", "A bell.")


def test_what_nobody_can_send_is_refused_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match="has no field"):
        field_of(object)


def test_a_list_and_its_view_speak_of_the_same_filters() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Others:
        step: Range[int] | None = None

    def get(self: Any, request: Request, *, query: ListQuery[Others]) -> None:
        """A list."""

    with pytest.raises(TypeError, match="ListQuery\\[BellFilter\\]"):
        operation(allow=PUBLIC, listing=BELLS)(get)


def test_a_body_without_a_declared_type_is_refused_when_it_is_declared() -> None:
    def post(self: Any, request: Request, *, body: dict[str, Any]) -> None:
        """Anything."""

    with pytest.raises(TypeError, match="TypedDict or a frozen dataclass"):
        operation(allow=PUBLIC)(post)


def test_what_a_repeat_shows_is_asked_with_the_id_and_what_the_request_says() -> None:
    def get_bell(*, bell_id: UUID, viewer: str, lang: str = "en") -> tuple[UUID, str, str]:
        return bell_id, viewer, lang

    assert again(get_bell, viewer=lambda request: request)(ID, "ada") == (ID, "ada", "en")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="get_bell requires bell_id, viewer"):
        again(get_bell)
