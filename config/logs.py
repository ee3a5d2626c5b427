"""Structured logs: one line per fact, with the correlation id of the request that set it off."""

from typing import Any

import structlog

from config.log_filters import exception_without_data
from gotuto import trace

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    trace.in_log,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    exception_without_data,
]


def logging_config(*, production: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: JSON lines in production, readable lines otherwise; both to standard error."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "filters": {
            "one_line": {"()": "config.log_filters.OneLine"},
            "without_data": {"()": "config.log_filters.TaskWithoutData"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
            "refusals": {"class": "logging.StreamHandler", "formatter": "structured", "filters": ["one_line"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Every wake-up would be a line; failures still are.
            "celery.app.trace": {"level": "WARNING", "filters": ["without_data"]},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            # Every table of every font of a document would be a line.
            "fontTools": {"level": "WARNING"},
            # Every question to it would be two lines.
            "stripe": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            # A request to a host that is not ours is refused, and no fault of the shop.
            "django.security": {"level": "WARNING", "handlers": ["refusals"], "propagate": False},
        },
    }
