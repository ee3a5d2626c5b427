"""Single rows: read, or locked until the transaction ends."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model

from gotuto.errors import BusinessError

M = TypeVar("M", bound=Model)


def fetch(model: type[M], key: Any, *, missing: Callable[[], BusinessError]) -> M:
    """The row with this primary key. Raises what `missing` makes."""
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise missing()
    return row


def lock(model: type[M], key: Any, *, missing: Callable[[], BusinessError]) -> M:
    """The row, locked against other writers but not against foreign keys that point to it. Raises what `missing` makes."""
    row = model._default_manager.select_for_update(no_key=True).filter(pk=key).first()
    if row is None:
        raise missing()
    return row
