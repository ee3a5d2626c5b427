"""`/metrics` for Prometheus: what the processes count, and what stands in the database."""

import os
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from gotuto.db.sql import fetch_all

# Only what is open, recent or wrong is counted, each by an index, so that a scrape costs the same in a large shop.
_SAGAS = """
SELECT name, state, needs_attention, count(*), extract(epoch FROM clock_timestamp() - min(started_at))
FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating') GROUP BY name, state, needs_attention
"""
_ENDED = """
SELECT name, state, count(*) FROM gotuto_sagas_sagarun
WHERE finished_at > clock_timestamp() - interval '1 hour' GROUP BY name, state
"""
_DELIVERIES = """
SELECT handler, state, count(*),
       max(extract(epoch FROM clock_timestamp() - event.recorded_at)) FILTER (WHERE state = 'pending')
FROM gotuto_outbox_delivery AS delivery JOIN gotuto_outbox_event AS event ON event.sequence = delivery.event_id
WHERE state IN ('pending', 'dead') GROUP BY handler, state
"""
_MAILS = """
SELECT state, count(*) FROM notification_notification WHERE state IN ('queued', 'sending', 'failed', 'unknown')
GROUP BY state
"""
_FENCED = """
SELECT 'saga', coalesce(sum(fenced), 0) FROM gotuto_sagas_sagarun WHERE fenced > 0
UNION ALL
SELECT 'delivery', coalesce(sum(fenced), 0) FROM gotuto_outbox_delivery WHERE fenced > 0
"""
_INVARIANTS = "SELECT violations, extract(epoch FROM looked_at) FROM config_invariantlook"


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


def show(request: HttpRequest) -> HttpResponse:
    """The page that Prometheus reads; with GOTUTO_METRICS_TOKEN only for whoever sends it as a bearer token."""
    expected = settings.GOTUTO_METRICS_TOKEN
    if settings.PRODUCTION and not expected:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if expected and not secrets.compare_digest(given, expected):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Database())
    pages = [generate_latest(registry)]
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        pages.append(generate_latest(counted))
    else:
        pages.append(generate_latest(REGISTRY))
    return HttpResponse(b"".join(pages), content_type=CONTENT_TYPE_LATEST)


def _families() -> Iterator[Metric]:
    open_sagas = GaugeMetricFamily("gotuto_sagas_open", "Sagas at work.", labels=["saga", "state", "needs_attention"])
    age = GaugeMetricFamily(
        "gotuto_saga_oldest_seconds", "Age of the oldest.", labels=["saga", "state", "needs_attention"]
    )
    for name, state, attention, count, oldest in fetch_all(_SAGAS):
        open_sagas.add_metric([name, state, str(attention).lower()], count)
        age.add_metric([name, state, str(attention).lower()], float(oldest))
    ended = GaugeMetricFamily("gotuto_sagas_ended_last_hour", "Sagas by outcome.", labels=["saga", "outcome"])
    for name, state, count in fetch_all(_ENDED):
        ended.add_metric([name, state], count)
    deliveries = GaugeMetricFamily("gotuto_deliveries", "Deliveries by state.", labels=["handler", "state"])
    lag = GaugeMetricFamily("gotuto_outbox_lag_seconds", "Age of the oldest event on its way.", labels=["handler"])
    for handler, state, count, oldest in fetch_all(_DELIVERIES):
        deliveries.add_metric([handler, state], count)
        if oldest is not None:
            lag.add_metric([handler], float(oldest))
    mails = GaugeMetricFamily("gotuto_mails", "Mails that are not sent, by state.", labels=["state"])
    for state, count in fetch_all(_MAILS):
        mails.add_metric([state], count)
    fenced = GaugeMetricFamily("gotuto_fenced", "Attempts that came too late and were rolled back.", labels=["what"])
    for what, count in fetch_all(_FENCED):
        fenced.add_metric([what], float(count))
    violations = GaugeMetricFamily("gotuto_invariants_violations", "Violated invariants at the last look.")
    looked = GaugeMetricFamily("gotuto_invariants_looked_at_seconds", "Time of the last look (Unix time).")
    for count, moment in fetch_all(_INVARIANTS):
        violations.add_metric([], count)
        looked.add_metric([], float(moment))
    yield from (open_sagas, age, ended, deliveries, lag, mails, fenced, violations, looked)
