"""What buyers ask of a catalogue: lists, details, searches, suggestions and facets, of seeded products in sizes and with attributes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

_THINGS = (
    "bowl",
    "cup",
    "jar",
    "kettle",
    "mug",
    "pitcher",
    "plate",
    "pot",
    "saucer",
    "spoon",
    "strainer",
    "tin",
    "tray",
)
_LOOKS = ("amber", "blue", "dark", "earthen", "fine", "glazed", "heavy", "iron", "light", "round")
_TYPED = ("bwol", "kettel", "picher", "plat", "sauser", "spon", "strainr", "trai")
_MATERIALS = ("clay", "glass", "iron", "porcelain", "steel", "stone", "wood")


@dataclass(frozen=True)
class Question:
    """Something that buyers ask, and so many ways to ask it that no answer is at hand from the time before."""

    name: str
    paths: list[str]


def questions(size: int, products: list[str]) -> Iterator[Question]:
    """What is asked of a shop with so many seeded products; the same questions find as large a part of either."""
    dice = random.Random(7)

    def asked(name: str, *queries: dict[str, Any], at: str = "products/") -> Question:
        return Question(name, [f"/api/v1/{at}?{urlencode(query)}" for query in queries])

    numbers = dice.sample(range(1, size), 200)
    prices = [round(1 + dice.random() * 90, 2) for _ in range(100)]
    shelves = [f"seed-{n}" for n in range(6, 26)]
    common = [f"{look} {thing}" for look in _LOOKS for thing in _THINGS]
    # As many prices lie in it as make about two thousand products, in either shop.
    width = 2_000 / size * 99
    half = [{"price_min": low} for low in (49, 49.5, 50, 50.5, 51)]
    yield asked(
        "list", *({"ordering": one} for one in ("name", "-name", "price", "-price", "created_at", "-created_at"))
    )
    yield asked("list of a category", *({"category": one} for one in shelves))
    yield asked("list by an attribute", *({"attr.material": one} for one in _MATERIALS))
    yield asked(
        "list by a range of an attribute",
        *({"attr.volume_min": n, "attr.volume_max": n + 50} for n in range(100, 1900, 50)),
    )
    yield asked(
        "list by price", *({"price_min": low, "price_max": round(low + 5, 2), "ordering": "price"} for low in prices)
    )
    yield asked("list of what is in stock", *({"in_stock": "true", "category": one} for one in shelves))
    yield Question("detail", [f"/api/v1/products/{one}/" for one in products[:2_000]])
    yield asked("search, part number", *({"search": f"SEED-{n:08}-M"} for n in numbers))
    yield asked("search, a number among the words", *({"search": f"{_THINGS[n % 13]} {n}"} for n in numbers))
    yield asked(
        "search, typing error", *({"search": f"{one} {n}"} for n, one in zip(numbers, _TYPED * 25, strict=True))
    )
    yield asked("search, two common words", *({"search": one} for one in common))
    yield asked("search, a word of all", {"search": "workshop"}, {"search": "small"}, {"search": "hand"})
    yield asked(
        "suggest", *({"q": one[:3]} for one in _THINGS), *({"q": f"{one} c"} for one in _LOOKS), at="products/suggest/"
    )
    yield asked("facets of about 20", *({"search": str(n), "facets": "true"} for n in numbers))
    yield asked(
        "facets of about 2,000",
        *({"price_min": low, "price_max": round(low + width, 2), "facets": "true"} for low in prices[:40]),
    )
    yield asked("facets of half of all", *({**one, "facets": "true"} for one in half))
