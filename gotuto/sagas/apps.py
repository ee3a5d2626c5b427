from gotuto.modules import Figure, Gauge, Gauges, Lag, MenuItem, ModuleConfig

# Those at work and those that wait for a person apart: each has its index, both together have none.
_OPEN = """
SELECT name, state, 'false', count(*), extract(epoch FROM clock_timestamp() - min(started_at))
FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating') AND NOT needs_attention GROUP BY name, state
UNION ALL
SELECT name, state, 'true', count(*), extract(epoch FROM clock_timestamp() - min(started_at))
FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating') AND needs_attention GROUP BY name, state
"""
_ENDED = """
SELECT name, state, count(*) FROM gotuto_sagas_sagarun
WHERE finished_at > statement_timestamp() - interval '1 hour' GROUP BY name, state
"""
_LAG = """
SELECT extract(epoch FROM clock_timestamp() - min(due_at)) FROM gotuto_sagas_sagarun
WHERE state IN ('running', 'compensating') AND NOT needs_attention
"""
_FENCED = "SELECT 'saga', coalesce(sum(fenced), 0) FROM gotuto_sagas_sagarun WHERE fenced > 0"


class SagasConfig(ModuleConfig):
    name = "gotuto.sagas"
    label = "gotuto_sagas"
    verbose_name = "Sagas"

    queues = {"sagas": "gotuto.sagas.engine.run_due"}
    purged = {"sagas": "gotuto.sagas.retention.delete_old_sagas"}
    menu = (MenuItem("Machinery", 10, "Sagas", "conversion_path", "gotuto_sagas_sagarun"),)
    figures = (
        Figure(
            place=60,
            title="Sagas to look at",
            icon="account_tree",
            number="SELECT count(*) FROM gotuto_sagas_sagarun WHERE needs_attention",
            model="gotuto_sagas_sagarun",
            query="status=attention",
            trouble="sagas",
            look="saga list",
        ),
    )
    lags = (Lag("sagas", _LAG),)
    gauges = (
        Gauges(
            ("saga", "state", "needs_attention"),
            (Gauge("gotuto_sagas_open", "Sagas at work."), Gauge("gotuto_saga_oldest_seconds", "Age of the oldest.")),
            _OPEN,
        ),
        Gauges(("saga", "outcome"), (Gauge("gotuto_sagas_ended_last_hour", "Sagas by outcome."),), _ENDED),
        Gauges(("what",), (Gauge("gotuto_fenced", "Attempts that came too late and were rolled back."),), _FENCED),
    )
