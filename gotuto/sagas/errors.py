"""What the sagas say no to."""

from collections.abc import Sequence
from uuid import UUID

from gotuto.errors import Conflict, NotFound


class SagaNotFound(NotFound):
    """No saga has this id, or works for a subject of this id or number."""

    code = "sagas.not_found"

    def __init__(self, what: UUID | str) -> None:
        super().__init__(f"There is no saga {what}, nor one for it. `manage.py saga list --all` shows the latest.")


class SagaAmbiguous(Conflict):
    """Several sagas work for the subject that was named."""

    code = "sagas.ambiguous"

    def __init__(self, found: Sequence[tuple[str, UUID]]) -> None:
        told = ", ".join(f"{name} {saga_id}" for name, saga_id in found)
        super().__init__(f"Several sagas work for it: {told}. Name one of them by its own id.")


class SagaEnded(Conflict):
    """A saga that is done or undone has nothing left to try."""

    code = "sagas.ended"

    def __init__(self, saga_id: UUID, state: str) -> None:
        super().__init__(f"The saga {saga_id} has ended: {state}.")


class SagaAlreadyCompensating(Conflict):
    """A saga that is being undone cannot be stopped once more."""

    code = "sagas.already_compensating"

    def __init__(self, saga_id: UUID) -> None:
        super().__init__(
            f"The saga {saga_id} is being undone already. `manage.py saga show {saga_id}` tells how far it is."
        )


class SagaAlreadyOpen(Conflict):
    """Another saga of this name is at work for the same subject."""

    code = "sagas.already_open"

    def __init__(self, name: str) -> None:
        super().__init__(f"Another {name} is still under way for it. Wait until that has ended, then try again.")


class SagaExcluded(Conflict):
    """A saga is at work for the same subject that must not run beside this one."""

    code = "sagas.excluded"

    def __init__(self, name: str, other: str) -> None:
        super().__init__(
            f"{name} cannot start while {other} is under way for it. Wait until that has ended, then try again."
        )
