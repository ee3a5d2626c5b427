"""Idempotency-Key: the same request twice has one effect (draft-ietf-httpapi-idempotency-key-header-07).

The key's row is written in the transaction of the effect, so that there is never one without the other; a refusal rolls
both back and the key is free again. A replay shows the resource as it is now.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request

from gotuto.db import execute, fetch_one, is_dry_run, unit_of_work
from gotuto.errors import Conflict, Malformed, Refused
from gotuto.http import limits
from gotuto.http.uploads import Upload
from gotuto.modules import modules

# Before the look and in a statement of its own: the lock may come free just as the first request commits, and only a
# statement that starts afterwards sees what it has stored.
_LOCK = "SELECT pg_try_advisory_xact_lock(%s)"

_LOOK = "SELECT fingerprint, status, resource_id FROM gotuto_http_idempotencykey WHERE scope = %s AND key = %s"

_STORE = """
INSERT INTO gotuto_http_idempotencykey (scope, key, fingerprint, status, resource_id, created_at)
VALUES (%(scope)s, %(key)s, %(fingerprint)s, %(status)s, %(resource_id)s, clock_timestamp())
"""


class KeyReused(Refused):
    """The key was used for another request before."""

    code = "idempotency.key_reused"
    text = "This Idempotency-Key belongs to a request with another body. Use a new key."


class KeyInUse(Conflict):
    """The first request with this key is not finished yet."""

    code = "idempotency.in_progress"
    retry_after = 1
    text = "The first request with this Idempotency-Key is still being worked on. Try again in a second."


class KeyUnusable(Malformed):
    """The key is empty, longer than 255 characters, or has some that cannot be printed."""

    field = "Idempotency-Key"
    text = "An Idempotency-Key has 1 to 255 printable characters. Leave it out, or send one."


@dataclass(frozen=True)
class Known:
    """What an earlier request with the same key has made."""

    status: int
    resource_id: UUID


def key_of(request: Request) -> str | None:
    return request.headers.get("Idempotency-Key")


@unit_of_work
def perform(request: Request, effect: Callable[[], Any], status: int) -> tuple[Any, Known | None]:
    """The effect's result, or what an earlier request with this key made. Raises KeyReused, KeyInUse, KeyUnusable."""
    key, scope, body = key_of(request) or "", _scope(request), _canonical(request)
    if not 0 < len(key) <= 255 or not key.isprintable():
        raise KeyUnusable
    if is_dry_run():
        # It leaves no row behind, so that nobody needs to be kept from the key.
        free = True
    else:
        (free,) = fetch_one(_LOCK, [_lock_of(scope, key)])
    stored = fetch_one(_LOOK, [scope, key])
    if stored is not None:
        known_fingerprint, known_status, resource_id = stored
        if bytes(known_fingerprint) not in _fingerprints(body):
            raise KeyReused
        return None, Known(known_status, resource_id)
    if not free:
        raise KeyInUse
    result = effect()
    if not is_dry_run():
        execute(
            _STORE,
            {
                "scope": scope,
                "key": key,
                "fingerprint": _fingerprint(body, settings.SECRET_KEY),
                "status": status,
                "resource_id": result.id,
            },
        )
    return result, None


def _lock_of(scope: bytes, key: str) -> int:
    return int.from_bytes(hashlib.sha256(scope + key.encode()).digest()[:8], "big", signed=True)


def _scope(request: Request) -> bytes:
    return hashlib.sha256(f"{_caller(request)} {request.method} {request.path}".encode()).digest()


def _caller(request: Request) -> str:
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    # A guest's address may change between a request and its repeat; their token does not.
    token = next((sent for name in _token_headers() if (sent := request.headers.get(name))), None)
    return f"token {token}" if token else f"address {limits.address(request)}"


@cache
def _token_headers() -> tuple[str, ...]:
    return tuple(name for module in modules() for name in module.token_headers)


def _canonical(request: Request) -> bytes:
    # Not by msgspec: it refuses half a surrogate pair, which JSON may carry in a field that nobody reads.
    return json.dumps(request.data, sort_keys=True, default=_of_file).encode()


def _of_file(upload: Upload) -> str:
    return upload.sha256


def _fingerprint(body: bytes, secret: str) -> bytes:
    # With a secret: who reads the table could otherwise try passwords on what a registration left there.
    return hmac.digest(secret.encode(), b"idempotency " + body, "sha256")


def _fingerprints(body: bytes) -> list[bytes]:
    """As this release makes it, with keys that were in force before too, and as earlier releases made it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [*(_fingerprint(body, secret) for secret in secrets), hashlib.sha256(body).digest()]
