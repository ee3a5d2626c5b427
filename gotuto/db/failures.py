"""What a database error means: it passes by itself, or a row broke a rule; by SQLSTATE (PostgreSQL, Appendix A)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, IntegrityError, InterfaceError, OperationalError

from gotuto.errors import BusinessError

# Deadlock and serialization failure: PostgreSQL has rolled back for certain, so the same work may run again at once.
REPEATABLE = frozenset({"40001", "40P01"})
# Time-outs of locks and sessions, shutdown and start-up, a primary that became a standby: the work may run again later.
_TRANSIENT = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "25006"}) | REPEATABLE
# 08 connection, 53 resources (also a full disk): a business answer must never follow from them.
_TRANSIENT_CLASSES = ("08", "53")
_UNIQUE_VIOLATION = "23505"


def sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE that PostgreSQL gave, through Django's wrapper."""
    return getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)


def is_transient(error: BaseException) -> bool:
    """Whether the infrastructure failed, and not the work: repeat it later, never compensate for it."""
    if not isinstance(error, Error):
        return False
    state = sqlstate(error)
    if state is None:
        return isinstance(error, OperationalError | InterfaceError)
    return state in _TRANSIENT or state.startswith(_TRANSIENT_CLASSES)


class VersionConflict(OperationalError):
    """Another transaction has appended to a stream since this one read it (optimistic locking): read again and repeat."""

    # serialization_failure: a unit of work that ends by it is repeated at once.
    sqlstate = "40001"


@contextmanager
def unique(otherwise: BusinessError | VersionConflict) -> Iterator[None]:
    """Raises this error when what is written inside is not unique; other broken rules stay database errors."""
    try:
        yield
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise otherwise from None
