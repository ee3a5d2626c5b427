"""Search engines, and which of them answers."""

from contexts.catalog.search.gateways.port import Engine, Matches
from contexts.catalog.search.gateways.postgres import Postgres

__all__ = ["Engine", "Matches", "engine"]


def engine() -> Engine:
    """The engine that answers."""
    return Postgres()
