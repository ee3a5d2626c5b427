"""What outbound calls say no to."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class CallNotFound(NotFound):
    """No table of outbound calls has a row of this id."""

    code = "outbound.call_not_found"

    def __init__(self, call_id: UUID) -> None:
        super().__init__(f"There is no outbound call {call_id}. `manage.py outbound list --all` shows the latest.")


class CallUnderway(Conflict):
    """The call waits for its turn, or is being made."""

    code = "outbound.call_underway"

    def __init__(self, call_id: UUID) -> None:
        super().__init__(f"The call {call_id} is on its way already. Wait for what comes of it.")


class CallDone(Conflict):
    """What was done is not done again."""

    code = "outbound.call_done"

    def __init__(self, call_id: UUID) -> None:
        super().__init__(f"The call {call_id} is done. There is nothing to try again.")


class DestinationNotFound(NotFound):
    """This release knows no destination of the name."""

    code = "outbound.destination_not_found"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"No destination is called {name!r}. There are: {', '.join(known)}.")
