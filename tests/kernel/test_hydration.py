"""Rows become dataclasses by the names of their columns."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest

from gotuto.db import fetch_as, fetch_one_as, select_list
from gotuto.money import Money

pytestmark = pytest.mark.django_db


class Tone(StrEnum):
    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, kw_only=True)
class Tower:
    name: str
    floors: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Bell:
    name: str
    price: Money
    tower: Tower
    tone: Tone = Tone.LOW


BELL = """
SELECT 'EUR' AS price_currency, 'Ding' AS name, 9.5 AS price_amount, ARRAY[1, 2] AS tower_floors, 'West' AS tower_name
"""

DING = Bell(name="Ding", price=Money(Decimal("9.50"), "EUR"), tower=Tower(name="West", floors=(1, 2)))


def test_a_row_is_read_by_name_and_a_part_by_what_its_columns_begin_with():
    assert fetch_as(Bell, BELL) == [DING]
    assert fetch_one_as(Bell, BELL) == DING
    assert fetch_one_as(Bell, f"{BELL} WHERE false") is None


def test_a_field_with_a_default_needs_no_column_and_a_known_set_of_words_becomes_its_member():
    high = fetch_one_as(Bell, BELL.replace("SELECT", "SELECT 'high' AS tone,"))
    assert high.tone is Tone.HIGH


def test_other_columns_do_not_matter():
    assert fetch_one_as(Bell, BELL.replace("SELECT", "SELECT 1 AS another,")) == DING


@pytest.mark.parametrize("column", ["price_currency", "name", "tower_floors"])
def test_a_column_that_is_forgotten_is_told(column):
    with pytest.raises(TypeError, match=rf"needs columns for \['{column.rpartition('_')[2]}'\]; there are"):
        fetch_as(Bell, BELL.replace(f"AS {column}", f"AS {column}x"))


def test_what_to_select_follows_from_the_fields():
    assert select_list(Bell, "bell", tower="church") == (
        "bell.name, bell.price_amount, bell.price_currency, church.name AS tower_name, church.floors AS tower_floors, bell.tone"
    )
