"""Staff as plain data."""

from dataclasses import dataclass

from gotuto.ids import ActorId
from gotuto.roles import Role


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody who works here; `roles` say what they see and do."""

    id: ActorId
    email: str
    is_active: bool
    is_superuser: bool
    roles: frozenset[Role]
