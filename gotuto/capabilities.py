"""Capability tokens: a text that opens one thing of one kind to whoever holds it, as a guest holds the one of their order.

A token is an HMAC of the id under the server's key: nothing is stored, so nothing can be stolen from the tables, and every
context can check a token without asking the one that issued it. It cannot be called back; one that must end gets a time.
"""

import base64
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def issue(*, kind: str, subject_id: UUID, expires_at: datetime | None = None) -> str:
    """The token that opens a thing, for ever or until a time (to the second)."""
    return _issue(kind, subject_id, None if expires_at is None else int(expires_at.timestamp()), settings.SECRET_KEY)


def opens(token: str, *, kind: str, subject_id: UUID, now: datetime | None = None) -> bool:
    """Whether a token opens this thing; who gives no time gets in only by one that never ends."""
    digest, dot, seconds = token.partition(".")
    if not dot:
        return _is_genuine(digest, kind, subject_id, None)
    if now is None or not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 12):
        return False
    return _is_genuine(token, kind, subject_id, int(seconds)) and now < datetime.fromtimestamp(int(seconds), UTC)


def _is_genuine(token: str, kind: str, subject_id: UUID, ends: int | None) -> bool:
    # After a change of the key, tokens of the former ones go on opening.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(token, _issue(kind, subject_id, ends, key)) for key in keys)


def _issue(kind: str, subject_id: UUID, ends: int | None, key: str) -> str:
    # An id has sixteen bytes, so that no id and time are another id.
    value = subject_id.bytes if ends is None else subject_id.bytes + str(ends).encode()
    digest = salted_hmac(f"gotuto.{kind}", value, secret=key, algorithm="sha256").digest()
    text = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return text if ends is None else f"{text}.{ends}"
