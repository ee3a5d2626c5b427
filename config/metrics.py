"""`/metrics` for Prometheus: what the processes count, and what stands in the database."""

import os
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config import readiness
from config.recovery import place
from gotuto.db.sql import fetch_all, fetch_one
from gotuto.modules import Gauge, Gauges, modules
from gotuto.wakeups import heartbeat

_LAST_CHECK = "SELECT violations, extract(epoch FROM looked_at) FROM config_invariantlook"
_SERVER = """
SELECT active_time / 1000, xact_commit, xact_rollback, deadlocks, numbackends
FROM pg_stat_database WHERE datname = current_database()
"""
_INVARIANTS = Gauges(
    (),
    (
        Gauge("gotuto_invariants_violations", "Violated invariants at the last look."),
        Gauge("gotuto_invariants_looked_at_seconds", "Time of the last look (Unix time)."),
    ),
    _LAST_CHECK,
)


class Database(Collector):
    """Gauges that are read at each scrape."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("gotuto_database_up", "Whether PostgreSQL answers.")
        try:
            families = list(_families())
        except Error:
            # Whoever watches must learn that the database is down, and not only that the page is broken.
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from families


class Server(Collector):
    """What PostgreSQL itself counts about this database: it costs no statement anything."""

    def collect(self) -> Iterator[Metric]:
        try:
            active, committed, rolled_back, deadlocks, sessions = fetch_one(_SERVER)
        except Error:
            return
        yield CounterMetricFamily("gotuto_sql_seconds", "Time in which PostgreSQL worked on statements.", value=active)
        ends = CounterMetricFamily("gotuto_sql_transactions", "Transactions by their end.", labels=["end"])
        ends.add_metric(["commit"], committed)
        ends.add_metric(["rollback"], rolled_back)
        yield ends
        yield CounterMetricFamily("gotuto_sql_deadlocks", "Deadlocks.", value=deadlocks)
        yield GaugeMetricFamily("gotuto_sql_sessions", "Open sessions.", value=sessions)


class Place(Collector):
    """What readiness looks at: work that is late, and room on the disk; and from where on each is too much."""

    def collect(self) -> Iterator[Metric]:
        free = readiness.free_megabytes() * 1e6
        yield GaugeMetricFamily("gotuto_disk_free_bytes", "Room for the directory of the instance.", value=free)
        least = settings.GOTUTO_DISK_FREE_MB * 1e6
        yield GaugeMetricFamily("gotuto_disk_least_bytes", "With less room the disk counts as full.", value=least)
        late_from = settings.GOTUTO_LATE_SECONDS
        yield GaugeMetricFamily("gotuto_late_seconds", "Work that has been due for longer is late.", value=late_from)
        late = GaugeMetricFamily(
            "gotuto_due_seconds", "How long the oldest due work has been due, by queue.", labels=["queue"]
        )
        try:
            for queue, seconds in readiness.lags().items():
                late.add_metric([queue], seconds)
        except Error:
            return
        yield late


class Backups(Collector):
    """How old the last backup is, where it is said in which folder to look."""

    def collect(self) -> Iterator[Metric]:
        age = place.last_age(now=timezone.now())
        if age is None:
            return
        yield GaugeMetricFamily("gotuto_backup_age_seconds", "Age of the last backup; +Inf without any.", value=age)
        late_after = place.late_after().total_seconds()
        yield GaugeMetricFamily("gotuto_backup_late_seconds", "From this age on it is too old.", value=late_after)


class Programs(Collector):
    """Whether the broker answers, and of which programs it has heard."""

    def collect(self) -> Iterator[Metric]:
        missing = heartbeat.missing()
        up = GaugeMetricFamily("gotuto_broker_up", "Whether Valkey answers.")
        up.add_metric([], heartbeat.BROKER not in missing)
        yield up
        if heartbeat.BROKER in missing:
            return
        heard = GaugeMetricFamily(
            "gotuto_program_heard", "Whether the program was heard within GOTUTO_SILENT_SECONDS.", labels=["program"]
        )
        for program in heartbeat.PROGRAMS:
            heard.add_metric([program], program not in missing)
        yield heard


def show(request: HttpRequest) -> HttpResponse:
    """The page that Prometheus reads; with GOTUTO_METRICS_TOKEN only for whoever sends it as a bearer token."""
    expected = settings.GOTUTO_METRICS_TOKEN
    if settings.PRODUCTION and not expected:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if expected and not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    registry = CollectorRegistry()
    for collector in (Database(), Server(), Place(), Backups(), Programs()):
        registry.register(collector)
    pages = [generate_latest(registry)]
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        pages.append(generate_latest(counted))
    else:
        pages.append(generate_latest(REGISTRY))
    return HttpResponse(b"".join(pages), content_type=CONTENT_TYPE_LATEST)


def _families() -> Iterator[Metric]:
    """What the modules tell; a family to which several contribute is told once."""
    families: dict[str, GaugeMetricFamily] = {}
    for told in (*(each for module in modules() for each in module.gauges), _INVARIANTS):
        for gauge in told.gauges:
            families.setdefault(
                gauge.name, GaugeMetricFamily(gauge.name, gauge.says, labels=gauge.labels or told.labels)
            )
        for row in fetch_all(told.select):
            _add(families, told, row)
    yield from families.values()


def _add(families: dict[str, GaugeMetricFamily], told: Gauges, row: Sequence[Any]) -> None:
    labels = dict(zip(told.labels, row, strict=False))
    for gauge, number in zip(told.gauges, row[len(labels) :], strict=True):
        if number is not None:
            families[gauge.name].add_metric([labels[name] for name in gauge.labels or told.labels], float(number))
