"""Credentials: the address and the password that somebody signs in with."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from contexts.customer.accounts import models
from contexts.customer.accounts.errors import EmailTaken, WeakPassword
from gotuto.db import unique


def new_user(*, email: str, hashed: str, is_staff: bool, is_superuser: bool, now: datetime) -> models.User:
    """Insert somebody who signs in. Raises EmailTaken."""
    user = models.User(email=email, password=hashed, is_staff=is_staff, is_superuser=is_superuser, created_at=now)
    with unique(EmailTaken(email=email)):
        user.save(force_insert=True)
    return user


def readdress(user: models.User, email: str) -> None:
    """Change what somebody signs in with. Raises EmailTaken."""
    user.email = email
    with unique(EmailTaken(email=email)):
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
        raise WeakPassword(reasons=" ".join(weakness.messages)) from None
