"""What the sagas say no to."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound


class SagaNotFound(NotFound):
    """No saga has this id, or works for a subject of this id."""

    code = "sagas.not_found"

    def __init__(self, saga_id: UUID) -> None:
        super().__init__(f"There is no saga {saga_id}, nor one for it. `manage.py saga list --all` shows the latest.")


class SagaEnded(Conflict):
    """A saga that is done or undone has nothing left to try."""

    code = "sagas.ended"

    def __init__(self, saga_id: UUID, state: str) -> None:
        super().__init__(f"The saga {saga_id} has ended: {state}.")
