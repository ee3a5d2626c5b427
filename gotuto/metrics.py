"""What a process counts for Prometheus; the files of all web processes are added up when they are read."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("gotuto_http_requests", "Requests by route and status.", ["method", "route", "status"])
SECONDS = Histogram(
    "gotuto_http_request_seconds",
    "How long requests took.",
    ["route"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5),
)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
