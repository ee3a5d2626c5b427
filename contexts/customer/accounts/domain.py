"""The rules of identity in plain Python: addresses, secrets, roles."""

import hashlib
import re
import secrets
from collections.abc import Iterable

from contexts.customer.errors import InvalidEmail
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
        raise InvalidEmail(text)
    return email


def new_secret() -> str:
    """A token that nobody guesses, 256 bits; the prefix lets scanners find a leaked one."""
    return f"gotuto_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """What is stored of a token. It has enough entropy to need neither salt nor slow hashing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def roles_of(group_names: Iterable[str], *, is_superuser: bool) -> frozenset[Role]:
    """The roles that somebody's groups stand for; a superuser has all."""
    if is_superuser:
        return frozenset(Role)
    names = set(group_names)
    return frozenset(role for role in Role if role.value in names)
