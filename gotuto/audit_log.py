"""Who did what, as lines of the log: ids and numbers that people know, with the correlation id; nothing personal."""

from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from gotuto import trace

log = structlog.get_logger("gotuto.audit")


def record(what: str, **facts: Any) -> None:
    """Write a line as soon as the open transaction commits, at once outside of one; what rolls back leaves none."""
    transaction.on_commit(partial(log.info, what, **_told({"actor": trace.actor(), **facts})))


def warn(what: str, **facts: Any) -> None:
    """Write a line at once about what was refused."""
    log.warning(what, **_told(facts))


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, UUID) else value for name, value in facts.items() if value is not None
    }
