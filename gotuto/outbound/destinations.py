"""Destinations: whom a context calls, how long it waits for them, and how it learns what became of a call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gotuto import leases
from gotuto.outbound.outcomes import Outcome

if TYPE_CHECKING:
    from gotuto.outbound.models import OutboundCall

# An answer that is missing after minutes may come within the hour; after a day only a question a day is worth its while.
JANITOR = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to be connected, then to wait for the next bytes, and for the conversation as a whole."""

    connect: float
    read: float
    whole: float


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Whom the rows of `model` are sent to, by the stored `name`.

    `send(row, *, timeouts)` builds the request from the row, makes the call and tells its outcome. `ask(row, *, timeouts)`
    is the status query for a call of which nobody knows; `RetryLater` then says that it did not happen. Without one an
    unknown call waits for a person. `ask_after` are the waits before each question, the last one for all that follow.
    The circuit breaker opens after `trips_after` failures on end, for as long as `stays_open`.
    """

    name: str
    model: "type[OutboundCall]"
    send: Callable[..., Outcome]
    timeouts: Timeouts
    ask: Callable[..., Outcome] | None = None
    ask_after: tuple[timedelta, ...] = JANITOR
    trips_after: int = 5
    stays_open: timedelta = timedelta(seconds=30)

    def __post_init__(self) -> None:
        destinations.add(self)

    @property
    def lease(self) -> timedelta:
        """How long a claim keeps others away: at least as long as the call may take."""
        return max(leases.length(), timedelta(seconds=self.timeouts.connect + self.timeouts.whole))

    def wait_before_question(self, number: int) -> timedelta:
        return self.ask_after[min(number, len(self.ask_after) - 1)]


class Destinations:
    """The destinations that this release knows; rows for others wait for a release that does."""

    def __init__(self) -> None:
        self._by_name: dict[str, Destination] = {}

    def add(self, destination: Destination) -> None:
        self._by_name[destination.name] = destination

    def get(self, name: str) -> Destination:
        return self._by_name[name]

    def names(self) -> list[str]:
        return sorted(self._by_name)

    def of(self, model: Any) -> list[Destination]:
        return [destination for destination in self._by_name.values() if destination.model is model]


destinations = Destinations()
