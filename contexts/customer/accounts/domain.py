"""The rules of accounts in plain Python: addresses and roles."""

from collections.abc import Iterable

from contexts.customer.accounts.errors import InvalidEmail
from gotuto.roles import Role
from gotuto.text import UnfitText
from gotuto.text.email_address import LENGTH, address

NAME_LENGTH = 200
EMAIL_LENGTH = LENGTH
PASSWORD_LENGTH = 128


def normalised_email(text: str) -> str:
    """The one spelling of an address, so that nobody has two accounts by chance. Raises InvalidEmail."""
    try:
        return address(text)
    except UnfitText as fault:
        raise InvalidEmail(fault=str(fault)) from None


def roles_of(group_names: Iterable[str], *, is_superuser: bool) -> frozenset[Role]:
    """The roles that somebody's groups stand for; a superuser has all."""
    if is_superuser:
        return frozenset(Role)
    names = set(group_names)
    return frozenset(role for role in Role if role.value in names)
