"""What outbound calls say no to."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class CallNotFound(NotFound):
    """No table of outbound calls has a row of this id."""

    code = "outbound.call_not_found"
    text = "There is no outbound call {call_id}. `manage.py outbound list --all` shows the latest."
    call_id: UUID


class CallUnderway(Conflict):
    """The call waits for its turn, or is being made."""

    code = "outbound.call_underway"
    text = "The call {call_id} is on its way already. Wait for what comes of it."
    call_id: UUID


class CallDone(Conflict):
    """What was done is not done again."""

    code = "outbound.call_done"
    text = "The call {call_id} is done. There is nothing to try again."
    call_id: UUID


class DestinationNotFound(NotFound):
    """This release knows no destination of the name."""

    code = "outbound.destination_not_found"
    text = "No destination is called {name!r}. There are: {choices}."
    name: str
    known: list[str]

    @property
    def choices(self) -> str:
        return ", ".join(self.known)
