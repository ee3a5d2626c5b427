"""What a process counts for Prometheus; the files of all web processes are added up when they are read."""

from functools import cache

from prometheus_client import Counter, Histogram

REQUESTS = Counter("gotuto_http_requests", "Requests by route and status.", ["method", "route", "status"])
SECONDS = Histogram(
    "gotuto_http_request_seconds",
    "How long requests took.",
    ["route"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5),
)
WAITS = Histogram(
    "gotuto_web_wait_seconds",
    "How long requests waited for a free thread; those that found one are not counted.",
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5),
)
REFUSED = Counter("gotuto_webhooks_refused", "Webhooks that nobody known has sent, or too late.", ["sender"])
CACHED = Counter("gotuto_cache_questions", "Questions to a cache, by what came of them.", ["cache", "outcome"])
READ = Counter("gotuto_reads", "Questions that a replica may answer, by the server that did.", ["server"])
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    # Anybody can make up a method, and each would be counted for ever.
    requests, latencies = _of(method if method in _METHODS else "other", route, status)
    requests.inc()
    latencies.observe(seconds)


@cache
def _of(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)


def count_refused_webhook(*, sender: str) -> None:
    REFUSED.labels(sender).inc()


def count_cached(*, cache: str, is_hit: bool) -> None:
    CACHED.labels(cache, "hit" if is_hit else "miss").inc()


def count_read(*, server: str) -> None:
    READ.labels(server).inc()
