"""What is left out of the logs: what an exception quotes, which may be somebody's data, and tracebacks that help nobody."""

import logging
import sys
from typing import Any

from structlog.typing import EventDict

from gotuto import error_words


def exception_without_data(logger: Any, name: str, facts: EventDict) -> EventDict:
    """A processor of structlog: an exception as where it came from, and what may be said of it."""
    given = facts.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        facts["exception"] = error_words.trace(error)
    return facts


class OneLine(logging.Filter):
    """Leaves the traceback out: what it was is said, and where it was found helps nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


class TaskWithoutData(logging.Filter):
    """Celery puts what an exception says into its own words."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:
            error = record.exc_info[1] if record.exc_info else None
            record.args = {**record.args, "exc": "" if error is None else error_words.words(error), "traceback": ""}
        return True
