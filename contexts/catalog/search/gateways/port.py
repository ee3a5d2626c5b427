"""What a search engine answers: which products a question means, as SQL that a list of products is read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from contexts.catalog.search.dto import Understood


@dataclass(frozen=True, kw_only=True)
class Matches:
    """The products that were found.

    `best` selects the `product_id` of the first of them and their `distance`, which is smaller the better they fit; it has
    `{conditions}` on `product` where others fall out. `every` selects the `product_id` of all.
    """

    best: str
    every: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


class EngineDown(Exception):
    """The engine does not answer, or not as it should."""


class Engine(Protocol):
    """Finds products by words."""

    def find(self, question: Understood) -> Matches:
        """The products that a question means."""
