"""Search engines, and which of them answers."""

from django.conf import settings

from contexts.catalog.search.dto import Matches
from contexts.catalog.search.gateways.opensearch import OpenSearch
from contexts.catalog.search.gateways.port import Engine, EngineDown
from contexts.catalog.search.gateways.postgres import Postgres

__all__ = ["Engine", "EngineDown", "Matches", "OpenSearch", "engine", "server"]

POSTGRES, OPENSEARCH = "postgres", "opensearch"


def engine() -> Engine:
    """The engine that answers."""
    return server() or Postgres()


def server() -> OpenSearch | None:
    """The server that must be told of products, if the shop uses one."""
    chosen = settings.GOTUTO_SEARCH
    if chosen["engine"] == POSTGRES:
        return None
    return OpenSearch(chosen["url"], chosen["languages"], instead=Postgres())
