"""The rules of accounts in plain Python: addresses and roles."""

import re
from collections.abc import Iterable

from contexts.customer.accounts.errors import InvalidEmail
from gotuto.roles import Role

NAME_LENGTH = 200

# RFC 5321, 4.5.3.1.3: a path has 256 octets with its angle brackets.
EMAIL_LENGTH = 254
PASSWORD_LENGTH = 128
_ADDRESS = re.compile(r"[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00.]+")


def normalised_email(text: str) -> str:
    """The one spelling of an address: trimmed, lower-case, so that nobody has two accounts by chance. Raises InvalidEmail."""
    email = text.strip().lower()
    if len(email) > EMAIL_LENGTH or not _ADDRESS.fullmatch(email):
        raise InvalidEmail(given=text[:80])
    return email


def roles_of(group_names: Iterable[str], *, is_superuser: bool) -> frozenset[Role]:
    """The roles that somebody's groups stand for; a superuser has all."""
    if is_superuser:
        return frozenset(Role)
    names = set(group_names)
    return frozenset(role for role in Role if role.value in names)
