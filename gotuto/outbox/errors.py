"""What the outbox says no to."""

from gotuto.errors import Conflict, NotFound, Refused


class EventNotFound(NotFound):
    """No event has this sequence number."""

    code = "events.not_found"
    text = "There is no event {sequence}. `manage.py events list --all` shows the latest."
    sequence: int


class HandlerNotFound(NotFound):
    """This release has no handler of the name."""

    code = "events.handler_not_found"
    text = "No handler is called {name!r}. There are: {choices}."
    name: str
    known: list[str]

    @property
    def choices(self) -> str:
        return ", ".join(self.known)


class NotForHandler(Refused):
    """The handler hears another event."""

    code = "events.not_for_handler"
    text = "{name} does not hear {event}."
    name: str
    event: str


class HandlerGone(Conflict):
    """The delivery is for a handler that this release does not have."""

    code = "events.handler_gone"
    text = "This release has no handler {name}; the delivery waits for one that has."
    name: str
