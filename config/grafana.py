"""The Grafana dashboard, generated: what each panel shows is one line here, and all look alike.

`manage.py grafana` writes it to deploy/observability/grafana/; a test compares it, and looks for each metric on /metrics.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "deploy" / "observability" / "grafana" / "gotuto.json"

_WIDTH, _HEIGHT = 8, 8
_SOURCE = {"type": "prometheus", "uid": "${source}"}
_SHOP = 'route!~"health/.*|metrics"'


@dataclass(frozen=True)
class Panel:
    """A chart over time; each query has the legend of its lines. `calm` is where a line across the chart says: up to here."""

    title: str
    queries: tuple[tuple[str, str], ...]
    unit: str = "short"
    calm: float | None = None


ROWS: tuple[tuple[str, tuple[Panel, ...]], ...] = (
    (
        "What buyers feel",
        (
            Panel("Requests a second", (("gotuto:requests:rate5m", "all"),), "reqps"),
            Panel("Share of requests that fail", (("gotuto:errors:ratio5m", "5xx"),), "percentunit", calm=0.001),
            Panel(
                "One request in twenty takes longer than", (("gotuto:request_seconds:p95_5m", "p95"),), "s", calm=0.2
            ),
            Panel(
                "Requests by answer",
                ((f"sum by (status) (rate(gotuto_http_requests_total{{{_SHOP}}}[5m]))", "{{status}}"),),
                "reqps",
            ),
            Panel(
                "Slowest routes (p95)",
                (
                    (
                        "topk(5, histogram_quantile(0.95, sum by (route, le)"
                        f" (rate(gotuto_http_request_seconds_bucket{{{_SHOP}}}[5m]))))",
                        "{{route}}",
                    ),
                ),
                "s",
            ),
            Panel(
                "Requests that waited for a thread, a second",
                (("sum(rate(gotuto_web_wait_seconds_count[5m]))", "waited"),),
                "reqps",
            ),
        ),
    ),
    (
        "Orders",
        (
            Panel("Orders of the last hour", (("sum by (status) (gotuto_orders_last_hour)", "{{status}}"),)),
            Panel(
                "Why orders of the last hour ended",
                (('sum by (code) (gotuto_orders_last_hour{status="cancelled"})', "{{code}}"),),
            ),
            Panel("Placed to confirmed", (("gotuto_order_confirmation_seconds", "{{quantile}}"),), "s", calm=30),
            Panel("Invoices to be paid", (("gotuto_invoices_open", "{{status}}"),)),
            Panel("Mails that are not sent", (("gotuto_mails", "{{state}}"),)),
            Panel("Documents that could not be made", (("gotuto_documents_refused", "{{code}}"),)),
            Panel("Invariants violated", (("gotuto_invariants_violations", "violations"),), calm=0),
        ),
    ),
    (
        "Work",
        (
            Panel(
                "How long the oldest work has been due",
                (("gotuto_due_seconds", "{{queue}}"), ("gotuto_late_seconds", "late")),
                "s",
            ),
            Panel("Sagas at work", (("sum by (saga, state) (gotuto_sagas_open)", "{{saga}} {{state}}"),)),
            Panel("Oldest saga", (("max by (saga) (gotuto_saga_oldest_seconds)", "{{saga}}"),), "s"),
            Panel("Sagas of the last hour", (("gotuto_sagas_ended_last_hour", "{{saga}} {{outcome}}"),)),
            Panel("Deliveries", (("sum by (state) (gotuto_deliveries)", "{{state}}"),)),
            Panel("Outbox lag", (("max by (handler) (gotuto_outbox_lag_seconds)", "{{handler}}"),), "s"),
            Panel("Outbound calls", (("gotuto_outbound_calls", "{{destination}} {{status}}"),)),
            Panel("Open circuit breakers", (("gotuto_outbound_breaker_open", "{{destination}}"),), calm=0),
            Panel("Attempts that came too late", (("sum by (what) (gotuto_fenced)", "{{what}}"),)),
        ),
    ),
    (
        "Machinery",
        (
            Panel(
                "Who is heard",
                (
                    ("gotuto_program_heard", "{{program}}"),
                    ("gotuto_broker_up", "Valkey"),
                    ("gotuto_database_up", "PostgreSQL"),
                ),
            ),
            Panel("PostgreSQL at work", (("rate(gotuto_sql_seconds_total[5m])", "seconds a second"),)),
            Panel("Transactions a second", (("rate(gotuto_sql_transactions_total[5m])", "{{end}}"),)),
            Panel("Sessions", (("gotuto_sql_sessions", "sessions"),)),
            Panel("Deadlocks", (("increase(gotuto_sql_deadlocks_total[1h])", "an hour"),), calm=0),
            Panel(
                "Room on the disk", (("gotuto_disk_free_bytes", "free"), ("gotuto_disk_least_bytes", "full")), "bytes"
            ),
            Panel("Last backup", (("gotuto_backup_age_seconds", "age"), ("gotuto_backup_late_seconds", "old")), "s"),
        ),
    ),
)


def dashboard() -> str:
    """The dashboard as Grafana reads it (schema 39)."""
    return json.dumps(
        {
            "uid": "gotuto",
            "title": "GoTuto",
            "schemaVersion": 39,
            "timezone": "browser",
            "refresh": "30s",
            "time": {"from": "now-3h", "to": "now"},
            "templating": {"list": [{"name": "source", "label": "Prometheus", "type": "datasource", "query": "prometheus"}]},
            "panels": list(_panels()),
        },
        indent=1,
    ) + "\n"  # fmt: skip


def expressions() -> list[str]:
    """Everything that the dashboard asks Prometheus."""
    return [query for _, panels in ROWS for panel in panels for query, _ in panel.queries]


def _panels() -> Iterator[dict[str, Any]]:
    top = number = 0
    for title, panels in ROWS:
        number += 1
        yield {
            "id": number,
            "type": "row",
            "title": title,
            "gridPos": {"x": 0, "y": top, "w": 24, "h": 1},
            "panels": [],
        }
        for place, panel in enumerate(panels):
            number += 1
            x, y = place % 3 * _WIDTH, top + 1 + place // 3 * _HEIGHT
            yield _panel(number, panel, x, y)
        top += 1 + -(-len(panels) // 3) * _HEIGHT


def _panel(number: int, panel: Panel, x: int, y: int) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.calm is not None:
        steps.append({"color": "red", "value": panel.calm})
    return {
        "id": number,
        "type": "timeseries",
        "title": panel.title,
        "datasource": _SOURCE,
        "gridPos": {"x": x, "y": y, "w": _WIDTH, "h": _HEIGHT},
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "min": 0,
                "thresholds": {"mode": "absolute", "steps": steps},
                "custom": {"thresholdsStyle": {"mode": "off" if panel.calm is None else "line"}},
            },
            "overrides": [],
        },
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": "ABCDEFGH"[place], "expr": query, "legendFormat": legend, "datasource": _SOURCE}
            for place, (query, legend) in enumerate(panel.queries)
        ],
    }
