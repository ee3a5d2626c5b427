"""What the outbox says no to."""

from gotuto.errors import Conflict, NotFound, Refused


class EventNotFound(NotFound):
    """No event has this sequence number."""

    code = "events.not_found"

    def __init__(self, sequence: int) -> None:
        super().__init__(f"There is no event {sequence}. `manage.py events list --all` shows the latest.")


class HandlerNotFound(NotFound):
    """This release has no handler of the name."""

    code = "events.handler_not_found"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"No handler is called {name!r}. There are: {', '.join(known)}.")


class NotForHandler(Refused):
    """The handler hears another event."""

    code = "events.not_for_handler"

    def __init__(self, name: str, event: str) -> None:
        super().__init__(f"{name} does not hear {event}.")


class HandlerGone(Conflict):
    """The delivery is for a handler that this release does not have."""

    code = "events.handler_gone"

    def __init__(self, name: str) -> None:
        super().__init__(f"This release has no handler {name}; the delivery waits for one that has.")
