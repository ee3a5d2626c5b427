"""What a search engine answers: which products a question means, as SQL that a list of products is read from."""

from typing import Protocol

from contexts.catalog.search.dto import Matches, Understood


class EngineDown(Exception):
    """The engine does not answer, or not as it should."""


class Engine(Protocol):
    """Finds products by words."""

    def find(self, question: Understood) -> Matches:
        """The products that a question means."""
