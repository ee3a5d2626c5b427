"""API tokens as plain data."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.ids import ActorId


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
