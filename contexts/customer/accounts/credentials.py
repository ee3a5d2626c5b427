"""Credentials: the address and the password that somebody signs in with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contexts.customer.accounts import models
from contexts.customer.accounts.errors import EmailTaken, WeakPassword
from gotuto.db import sqlstate

_UNIQUE_VIOLATION = "23505"


def new_user(*, email: str, hashed: str, is_staff: bool, is_superuser: bool, now: datetime) -> models.User:
    """Insert somebody who signs in. Raises EmailTaken."""
    user = models.User(email=email, password=hashed, is_staff=is_staff, is_superuser=is_superuser, created_at=now)
    with _no_other_has(email):
        user.save(force_insert=True)
    return user


def readdress(user: models.User, email: str) -> None:
    """Change what somebody signs in with. Raises EmailTaken."""
    user.email = email
    with _no_other_has(email):
        user.save(update_fields=["email"])


def ensure_password(user: models.User, password: str) -> None:
    """Let this password open the account from now on."""
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def check_password(password: str, user: models.User) -> None:
    """Raises WeakPassword."""
    try:
        validate_password(password, user)
    except ValidationError as weakness:
        raise WeakPassword(" ".join(weakness.messages)) from None


@contextmanager
def _no_other_has(email: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise EmailTaken(email=email) from None
