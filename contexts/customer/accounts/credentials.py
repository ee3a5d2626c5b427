"""Credentials: the address and the password that somebody signs in with."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS

from contexts.customer.accounts import models, statements
from contexts.customer.accounts.errors import EmailTaken, WeakPassword, WrongPassword
from gotuto import audit_log
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


def hashed_for(*, email: str, password: str) -> str:
    """What is kept of the password of a new account; it takes long, so that no transaction may wait for it.

    Raises WeakPassword.
    """
    check_password(password, models.User(email=email))
    return hashed(password)


def readdress(user: models.User, email: str) -> None:
    """Change what somebody signs in with. Raises EmailTaken."""
    taken = EmailTaken(email=email)
    # Two who want the same one at the same moment still meet at the unique key.
    with unique(taken):
        if not statements.readdress(user.id, email, spellings=spellings(email)):
            raise taken
    audit_log.record("email_replaced", account=user.id)
    user.email = email


def ensure_password(user: models.User, password: str) -> None:
    """Let this password open the account from now on."""
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def replace_password(user: models.User, hashed: str, *, keep_tokens: bool, now: datetime) -> None:
    """Let another password open the account; its tokens end, for whoever knew the old one may have made some."""
    user.password = hashed
    user.save(update_fields=["password"])
    audit_log.record("password_replaced", account=user.id, tokens_kept=keep_tokens)
    if not keep_tokens:
        user.tokens.filter(revoked_at__isnull=True).update(revoked_at=now)


def prove(user: models.User, password: str) -> None:
    """Raises WrongPassword unless this password opens the account."""
    if not user.check_password(password):
        raise WrongPassword


class NotOfBlanks:
    """Blanks are a part of a password, and count for nothing."""

    least = 8

    def validate(self, password: str, user: models.User | None = None) -> None:
        """Raises ValidationError."""
        if len("".join(password.split())) < self.least:
            raise ValidationError(self.get_help_text(), code="password_of_blanks")

    def get_help_text(self) -> str:
        return f"Without its blanks, a password has at least {self.least} characters."


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
