"""Somebody else, who has begun a transaction and takes a while to end it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def held(do: Callable[[], Any]) -> Iterator[None]:
    """What `do` has locked stays locked as long as this lasts, and is then committed."""
    inside, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            do()
            inside.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(10)
    try:
        yield
    finally:
        go_on.set()
        thread.join(20)
