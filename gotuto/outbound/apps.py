from functools import partial

from django.core.checks import register

from gotuto import wakeups
from gotuto.modules import Figure, MenuItem, ModuleConfig


class OutboundConfig(ModuleConfig):
    name = "gotuto.outbound"
    label = "gotuto_outbound"
    verbose_name = "Outbound calls"

    menu = (
        MenuItem(
            "Machinery", 34, "Outbound calls", "call_made", "gotuto_outbound_call", seen_as="gotuto_outbound_breaker"
        ),
        MenuItem("Machinery", 36, "Circuit breakers", "electrical_services", "gotuto_outbound_breaker"),
    )
    figures = (
        Figure(
            place=80,
            title="Open circuit breakers",
            icon="electrical_services",
            number="SELECT count(*) FROM gotuto_outbound_breaker WHERE open_until IS NOT NULL",
            model="gotuto_outbound_breaker",
            query="open=yes",
            trouble="destinations",
            look="outbound breakers",
        ),
    )

    def ready(self) -> None:
        super().ready()
        from gotuto.outbound import calls, metrics, models
        from gotuto.outbound.checks import every_table_has_a_destination

        for model in models.wearers():
            wakeups.register(model.queue(), partial(calls.send_one, model), is_patient=model.is_patient)
            wakeups.register(model.questions(), partial(calls.ask_one, model))
        self.gauges = metrics.gauges()
        self.lags = (metrics.lag(),)
        register(every_table_has_a_destination)
