"""System check: a table of outbound calls whose destinations nobody declares would queue calls for ever."""

from typing import Any

from django.core.checks import CheckMessage, Error

from gotuto.outbound.destinations import destinations
from gotuto.outbound.models import wearers


def every_table_has_a_destination(**_: Any) -> list[CheckMessage]:
    """An error for each table that no destination names."""
    return [
        Error(
            f"{model._meta.label} holds outbound calls, but no Destination names it.",
            hint="Declare one in the gateways.py of its app, so that it is loaded at the start of every process.",
            obj=model,
            id="outbound.E001",
        )
        for model in wearers()
        if not destinations.of(model)
    ]
