"""What takes long to fill is filled once for all tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def once(blocker: Any) -> Iterator[None]:
    """What is written before it is left stands beneath the transactions of the tests, and is gone after them.

    For a fixture of a module, which asks for `django_db_setup` and `django_db_blocker` first.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
