"""What the sagas say no to."""

from collections.abc import Sequence
from uuid import UUID

from gotuto.errors import Conflict, NotFound


class SagaNotFound(NotFound):
    """No saga has this id, or works for a subject of this id or number."""

    code = "sagas.not_found"
    text = "There is no saga {what}, nor one for it. `manage.py saga list --all` shows the latest."
    what: UUID | str


class SagaAmbiguous(Conflict):
    """Several sagas work for the subject that was named."""

    code = "sagas.ambiguous"
    text = "Several sagas work for it: {told}. Name one of them by its own id."
    found: Sequence[tuple[str, UUID]]

    @property
    def told(self) -> str:
        return ", ".join(f"{name} {saga_id}" for name, saga_id in self.found)


class SagaEnded(Conflict):
    """A saga that is done or undone has nothing left to try."""

    code = "sagas.ended"
    text = "The saga {saga_id} has ended: {state}."
    saga_id: UUID
    state: str


class SagaAlreadyCompensating(Conflict):
    """A saga that is being undone cannot be stopped once more."""

    code = "sagas.already_compensating"
    text = "The saga {saga_id} is being undone already. `manage.py saga show {saga_id}` tells how far it is."
    saga_id: UUID


class SagaNotStuck(Conflict):
    """Only a saga whose way back has failed, and of which nothing is undone, can go forward after all."""

    code = "sagas.not_stuck"
    text = (
        "The saga {saga_id} cannot go forward: it is {state}, or a part of it is undone already. "
        "`manage.py saga retry {saga_id}` lets it go on from where it stands."
    )
    saga_id: UUID
    state: str


class SagaAlreadyOpen(Conflict):
    """Another saga of this name is at work for the same subject."""

    code = "sagas.already_open"
    text = "Another {name} is still under way for it. Wait until that has ended, then try again."
    name: str


class SagaExcluded(Conflict):
    """A saga is at work for the same subject that must not run beside this one."""

    code = "sagas.excluded"
    text = "{name} cannot start while {other} is under way for it. Wait until that has ended, then try again."
    name: str
    other: str
