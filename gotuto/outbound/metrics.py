"""Outbound calls for Prometheus: where those that are not done stand, and which circuit breakers are not closed."""

from gotuto.modules import Gauge, Gauges
from gotuto.outbound import inspection

_BREAKERS = "SELECT destination, (open_until IS NOT NULL)::int FROM gotuto_outbound_breaker"


def gauges() -> tuple[Gauges, ...]:
    """What is told of all tables of outbound calls; those of which nobody knows have the status `unknown`."""
    calls = Gauge("gotuto_outbound_calls", "Outbound calls that are not done.")
    opened = Gauge("gotuto_outbound_breaker_open", "Whether the circuit breaker of a failing destination is open.")
    return (
        Gauges(("table", "destination", "status"), (calls,), inspection.count_statement()),
        Gauges(("destination",), (opened,), _BREAKERS),
    )
