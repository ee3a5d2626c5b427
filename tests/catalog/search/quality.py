"""Search quality: goods in two languages, and questions about them with what a person would expect to find.

Both were written before anything that searches. Questions called `blind` are not looked at while the search is tuned, and are
told apart; `nothing` finds nothing. Who adds a question says what it is about in its `kind`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Goods:
    sku: str
    name_en: str
    name_de: str
    description_en: str
    description_de: str


@dataclass(frozen=True)
class Question:
    """What somebody types, and the SKU that must be among the first found; none where nothing may be found."""

    half: str
    kind: str
    language: str
    question: str
    wanted: str


def goods() -> list[Goods]:
    return [Goods(**row) for row in _rows("goods.csv")]


def questions() -> list[Question]:
    return [Question(**row) for row in _rows("questions.csv")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(newline="") as file:
        yield from csv.DictReader(file)
