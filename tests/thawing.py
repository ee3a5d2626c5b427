"""What is frozen can be changed by whoever owns the database: so tests make what must be found."""

from collections.abc import Iterator
from contextlib import contextmanager

from gotuto.db import execute


@contextmanager
def thawed() -> Iterator[None]:
    """Without the triggers that keep issued documents as they are."""
    execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        execute("SET session_replication_role = origin")
