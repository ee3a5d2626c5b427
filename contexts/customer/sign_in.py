"""Finding who signs in, together with profile and roles, in one statement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from contexts.customer.accounts import credentials
from contexts.customer.accounts.models import User
from contexts.customer.tokens import domain
from gotuto import audit_log
from gotuto.text import passwords
from gotuto.text.email_address import spellings

_USER = """
SELECT who.id, who.password, who.last_login, who.is_superuser, who.email, who.is_active, who.is_staff, who.created_at,
       profile.id AS customer_id, coalesce(profile.customer_group, '') AS customer_group,
       ARRAY(SELECT role.name FROM customer_user_groups AS has JOIN auth_group AS role ON role.id = has.group_id
             WHERE has.user_id = who.id) AS role_names
FROM customer_user AS who
LEFT JOIN customer_customer AS profile ON profile.user_id = who.id
"""
_BY_ID = _USER + "WHERE who.is_active AND who.id = %(user_id)s"
# Of two accounts from before there was one spelling, each opens by its own.
_BY_EMAIL = (
    _USER
    + """
WHERE who.is_active AND who.email = ANY(%(spellings)s::text[])
ORDER BY array_position(%(spellings)s::text[], who.email::text)
LIMIT 1
"""
)
_BY_TOKEN = (
    _USER
    + """
JOIN customer_apitoken AS token ON token.user_id = who.id
WHERE who.is_active AND token.digest = %(digest)s
  AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > %(now)s)
"""
)


def user_of_session(user_id: UUID) -> User | None:
    """The person of a session, unless they were locked out."""
    return _one(_BY_ID, {"user_id": user_id})


def user_of_token(secret: str, *, now: datetime) -> User | None:
    """The owner of a token that is neither revoked nor expired."""
    return _one(_BY_TOKEN, {"digest": domain.digest(secret), "now": now})


def user_with_password(email: str, password: str) -> User | None:
    """The person with this address and password."""
    user = _one(_BY_EMAIL, {"spellings": spellings(email)})
    if user is None:
        # An unknown address takes as long as a wrong password, so that the time tells nobody who has an account.
        for _ in passwords.spellings(password):
            credentials.hashed("")
    if user is None or not user.check_password(password):
        audit_log.warn("sign_in_failed", account=user and user.id)
        return None
    return user


def _one(statement: str, parameters: Mapping[str, Any]) -> User | None:
    return next(iter(User.objects.raw(statement, parameters)), None)
