"""What customer hands out."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.ids import ActorId, CustomerId
from gotuto.roles import Role


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody who buys under an account."""

    id: CustomerId
    email: str
    name: str
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody who works here; `roles` say what he may change."""

    id: ActorId
    email: str
    is_superuser: bool
    roles: frozenset[Role]


@dataclass(frozen=True, kw_only=True)
class Token:
    """What is known of an API token; its secret is not."""

    id: ActorId
    email: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token with its secret, which is shown this once and never again."""

    token: Token
    secret: str
