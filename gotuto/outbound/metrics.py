"""Outbound calls for Prometheus: where those that are not done stand, and which circuit breakers are not closed."""

from gotuto.modules import Gauge, Gauges, Lag
from gotuto.outbound import inspection
from gotuto.outbound.models import wearers

_BREAKERS = "SELECT destination, (open_until IS NOT NULL)::int FROM gotuto_outbound_breaker"


def gauges() -> tuple[Gauges, ...]:
    """What is told of all tables of outbound calls; those of which nobody knows have the status `unknown`."""
    calls = Gauge("gotuto_outbound_calls", "Outbound calls that are not done.")
    opened = Gauge("gotuto_outbound_breaker_open", "Whether the circuit breaker of a failing destination is open.")
    return (
        Gauges(("table", "destination", "status"), (calls,), inspection.count_statement()),
        Gauges(("destination",), (opened,), _BREAKERS),
    )


def lag() -> Lag:
    """How late the oldest call is that should have been made; what nobody knows of waits for its destination or a person."""
    oldest = " UNION ALL ".join(
        f"SELECT min(due_at) AS due_at FROM {model._meta.db_table} WHERE status IN ('queued', 'sending')"  # noqa: S608
        for model in wearers()
    )
    return Lag("calls", f"SELECT extract(epoch FROM clock_timestamp() - min(due_at)) FROM ({oldest}) AS call")  # noqa: S608
