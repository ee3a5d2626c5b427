"""Idempotency-Key: the same request twice has one effect (draft-ietf-httpapi-idempotency-key-header-07).

The key's row is written in the transaction of the effect, so that there is never one without the other; a refusal rolls
both back and the key is free again. A replay shows the resource as it is now.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request

from gotuto.db import execute, fetch_one, unit_of_work
from gotuto.errors import Conflict, Malformed, Refused
from gotuto.http import limits

_LOOK = """
SELECT pg_try_advisory_xact_lock(%(lock)s), known.fingerprint, known.status, known.resource_id
FROM (SELECT 1) AS one LEFT JOIN gotuto_http_idempotencykey AS known ON known.scope = %(scope)s AND known.key = %(key)s
"""

_STORE = """
INSERT INTO gotuto_http_idempotencykey (scope, key, fingerprint, status, resource_id, created_at)
VALUES (%(scope)s, %(key)s, %(fingerprint)s, %(status)s, %(resource_id)s, clock_timestamp())
"""


class KeyReused(Refused):
    """The key was used for another request before."""

    code = "idempotency.key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key belongs to a request with another body. Use a new key.")


class KeyInUse(Conflict):
    """The first request with this key is not finished yet."""

    code = "idempotency.in_progress"
    retry_after = 1

    def __init__(self) -> None:
        super().__init__("The first request with this Idempotency-Key is still being worked on. Try again in a second.")


class KeyTooLong(Malformed):
    """The key is longer than 255 characters."""

    field = "Idempotency-Key"

    def __init__(self) -> None:
        super().__init__("An Idempotency-Key has at most 255 characters.")


@dataclass(frozen=True)
class Known:
    """What an earlier request with the same key has made."""

    status: int
    resource_id: UUID


def key_of(request: Request) -> str:
    return request.headers.get("Idempotency-Key", "")


@unit_of_work
def perform(request: Request, effect: Callable[[], Any], status: int) -> tuple[Any, Known | None]:
    """The effect's result, or what an earlier request with this key made. Raises KeyReused, KeyInUse, KeyTooLong."""
    key, scope, fingerprint = key_of(request), _scope(request), _fingerprint(request)
    if len(key) > 255:
        raise KeyTooLong
    lock = int.from_bytes(hashlib.sha256(scope + key.encode()).digest()[:8], "big", signed=True)
    free, known_fingerprint, known_status, resource_id = fetch_one(_LOOK, {"lock": lock, "scope": scope, "key": key})
    if known_fingerprint is not None:
        if bytes(known_fingerprint) != fingerprint:
            raise KeyReused
        return None, Known(known_status, resource_id)
    if not free:
        raise KeyInUse
    result = effect()
    execute(
        _STORE,
        {"scope": scope, "key": key, "fingerprint": fingerprint, "status": status, "resource_id": result.id},
    )
    return result, None


def _scope(request: Request) -> bytes:
    user = request.user
    caller = (
        f"user {user.pk}"
        if user.is_authenticated
        else f"cart {request.headers.get('X-Cart-Token', '')} {limits.address(request)}"
    )
    return hashlib.sha256(f"{caller} {request.method} {request.path}".encode()).digest()


def _fingerprint(request: Request) -> bytes:
    return hashlib.sha256(msgspec.json.encode(request.data, order="sorted")).digest()
