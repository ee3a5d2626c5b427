"""Signatures of webhooks: HMAC-SHA-256 over the moment and the raw bytes, and how old one may be."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime

# Either way: a clock that is ahead is no more to be trusted than one that is behind.
OLDEST_SECONDS = 300

_SIGNED_AT = re.compile(r"[0-9]{1,12}", re.ASCII)
_MOST_PARTS = 20


def is_genuine(header: str, body: bytes, *, secrets: Iterable[str], now: datetime) -> bool:
    """Whether `t=…,v1=…` was made of these bytes with one of the secrets, and not too long ago."""
    parts = [part.partition("=")[::2] for part in header.split(",", _MOST_PARTS)]
    moments = [value for name, value in parts if name.strip() == "t"]
    digests = [value for name, value in parts if name.strip() == "v1"]
    if len(moments) != 1 or not _SIGNED_AT.fullmatch(moments[0]):
        return False
    if abs(now.timestamp() - int(moments[0])) > OLDEST_SECONDS:
        return False
    made = [_digest(secret, moments[0], body) for secret in secrets if secret]
    return any(hmac.compare_digest(one.encode(), told.encode()) for one in made for told in digests)


def _digest(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
