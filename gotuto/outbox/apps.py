from gotuto.modules import Figure, Gauge, Gauges, Lag, MenuItem, ModuleConfig

# One state at a time: each has its index, both together have none.
_OPEN = """
SELECT handler, 'pending', count(*), max(extract(epoch FROM clock_timestamp() - event.recorded_at))
FROM gotuto_outbox_delivery AS delivery JOIN gotuto_outbox_event AS event ON event.sequence = delivery.event_id
WHERE state = 'pending' GROUP BY handler
UNION ALL
SELECT handler, 'dead', count(*), NULL FROM gotuto_outbox_delivery WHERE state = 'dead' GROUP BY handler
"""
_FENCED = "SELECT 'delivery', coalesce(sum(fenced), 0) FROM gotuto_outbox_delivery WHERE fenced > 0"


class OutboxConfig(ModuleConfig):
    name = "gotuto.outbox"
    label = "gotuto_outbox"
    verbose_name = "Events"

    queues = {"events": "gotuto.outbox.delivery.deliver_due"}
    purged = {"events": "gotuto.outbox.retention.delete_old_events"}
    menu = (
        MenuItem("Machinery", 20, "Events", "bolt", "gotuto_outbox_event"),
        MenuItem("Machinery", 30, "Deliveries", "outbox", "gotuto_outbox_delivery"),
    )
    figures = (
        Figure(
            place=70,
            title="Dead-lettered deliveries",
            icon="running_with_errors",
            number="SELECT count(*) FROM gotuto_outbox_delivery WHERE state = 'dead'",
            model="gotuto_outbox_delivery",
            query="state__exact=dead",
            trouble="deliveries",
            look="events list",
        ),
    )
    lags = (
        Lag(
            "outbox",
            "SELECT extract(epoch FROM clock_timestamp() - min(due_at)) FROM gotuto_outbox_delivery WHERE state = 'pending'",
        ),
    )

    gauges = (
        Gauges(
            ("handler", "state"),
            (
                Gauge("gotuto_deliveries", "Deliveries by state."),
                Gauge("gotuto_outbox_lag_seconds", "Age of the oldest event on its way.", ("handler",)),
            ),
            _OPEN,
        ),
        Gauges(("what",), (Gauge("gotuto_fenced", "Attempts that came too late and were rolled back."),), _FENCED),
    )
