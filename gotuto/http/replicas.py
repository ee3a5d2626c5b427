"""Which requests are answered from the replica: those that may be told what was a moment ago, and never less than one has written.

Whoever has written reads from the primary for `DATABASE_REPLICA_SECONDS`; a replica that is further behind than that serves nobody,
so that afterwards it knows what they wrote. All web processes, on all hosts, know it by Valkey; while that does not answer, nobody
reads from the replica.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from gotuto.db.replica import REPLICA, reading_from, standby

log = structlog.get_logger(__name__)

T = TypeVar("T")

_SAFE = ("GET", "HEAD", "OPTIONS")
_KEY = "gotuto.wrote.{}"


def is_there() -> bool:
    """Whether this process has a replica to read from."""
    return REPLICA in settings.DATABASES


def answered(ask: Callable[[], T], request: Request) -> T:
    """What a question comes to, by the replica where it may, and by the primary where the replica fails."""
    # What counts is loaded by whoever has a replica.
    from gotuto import metrics

    if not _may_use(request):
        metrics.count_read(server="primary")
        return ask()
    try:
        with reading_from(REPLICA):
            answer = ask()
    except (OperationalError, InterfaceError, InternalError) as error:
        # Its rows may be vacuumed away under a question, it may be restarted, or promoted.
        standby.leave_alone(error)
        metrics.count_read(server="primary")
        return ask()
    metrics.count_read(server="replica")
    return answer


def _may_use(request: Request) -> bool:
    return standby.lag() <= settings.GOTUTO_REPLICA_SECONDS and not _has_written(request)


def _has_written(request: Request) -> bool:
    if not request.user.is_authenticated:
        return False
    # So is what speaks to Valkey.
    from redis import RedisError

    from gotuto.wakeups import pubsub

    try:
        return bool(pubsub.valkey().exists(_KEY.format(request.user.pk)))
    except RedisError as error:
        standby.leave_alone(error)
        return True


class WritersMiddleware:
    """Notes who has written, before they are told that they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not is_there():
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if request.method not in _SAFE:
            _note(getattr(request, "user", None))
        return response


def _note(user: Any) -> None:
    if user is None or not user.is_authenticated:
        return
    from redis import RedisError

    from gotuto.wakeups import pubsub

    try:
        # A little longer: the replica's lag is known to be so much only a moment ago.
        seconds = settings.GOTUTO_REPLICA_SECONDS + 1
        pubsub.valkey().set(_KEY.format(user.pk), 1, px=int(seconds * 1000))
    except RedisError as error:
        standby.leave_alone(error)
