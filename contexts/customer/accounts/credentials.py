"""Credentials: the address and the password that somebody signs in with."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS

from contexts.customer.accounts import models, statements
from contexts.customer.accounts.errors import EmailTaken, WeakPassword
from gotuto.db import unique
from gotuto.text import UnfitText
from gotuto.text.email_address import spellings
from gotuto.text.passwords import password as in_normal_form


def new_user(*, email: str, hashed: str, is_staff: bool, is_superuser: bool, now: datetime) -> models.User:
    """Insert somebody who signs in. Raises EmailTaken."""
    user = models.User(email=email, password=hashed, is_staff=is_staff, is_superuser=is_superuser, created_at=now)
    if not statements.insert_user(user, spellings=spellings(email)):
        raise EmailTaken(email=email)
    user._state.adding, user._state.db = False, DEFAULT_DB_ALIAS
    return user


def readdress(user: models.User, email: str) -> None:
    """Change what somebody signs in with. Raises EmailTaken."""
    taken = EmailTaken(email=email)
    # Two who want the same one at the same moment still meet at the unique key.
    with unique(taken):
        if not statements.readdress(user.id, email, spellings=spellings(email)):
            raise taken
    user.email = email


def ensure_password(user: models.User, password: str) -> None:
    """Let this password open the account from now on."""
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def check_password(password: str, user: models.User) -> None:
    """Raises WeakPassword."""
    try:
        validate_password(in_normal_form(password), user)
    except UnfitText as fault:
        raise WeakPassword(reasons=str(fault)) from None
    except ValidationError as weakness:
        raise WeakPassword(reasons=" ".join(weakness.messages)) from None


def hashed(password: str) -> str:
    """What is stored of a password; slow on purpose."""
    return make_password(in_normal_form(password))
