"""The map of events: who publishes each of them, and who hears it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

from gotuto.events import catalogue, context_of
from gotuto.outbox.handlers import handlers


@dataclass(frozen=True)
class Published:
    """An event, the module that publishes it, and the handlers that hear it."""

    event: str
    told_by: str
    name: str
    handlers: list[str]

    @property
    def hearers(self) -> list[str]:
        """The modules that hear it."""
        return sorted({handler.partition(".")[0] for handler in self.handlers})


def published() -> list[Published]:
    """Every event of this release, by the module that publishes it."""
    # A process knows the events that it has to do with; the map shows all.
    autodiscover_modules("signals")
    return [
        Published(each.__name__, context_of(each), each.name, sorted(handlers.names_for(each)))
        for each in catalogue.all()
    ]


def mermaid(events: Sequence[Published]) -> str:
    """A flowchart from those who publish to those who hear."""
    return "\n".join(["flowchart LR", *_arrows(events)])


def _arrows(events: Sequence[Published]) -> Iterator[str]:
    for teller, hearer in sorted({(each.told_by, hearer) for each in events for hearer in each.hearers}):
        names = [each.event for each in events if each.told_by == teller and hearer in each.hearers]
        yield f'    {teller} -. "{"<br/>".join(names)}" .-> {hearer}'
