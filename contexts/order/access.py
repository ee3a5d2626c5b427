"""Who may see a cart or an order: its customer, staff, or a guest with the token.

A guest's token is an HMAC of the id under the server's key: nothing is stored, so nothing can be stolen from the tables.
"""

import base64
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from gotuto.ids import CustomerId


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: staff see everything, customers what is theirs, guests what their token opens."""

    customer_id: CustomerId | None = None
    is_staff: bool = False
    token: str = ""


STAFF = Viewer(is_staff=True)

Kind = Literal["cart", "order"]


def token(*, kind: Kind, subject_id: UUID, key: str | None = None) -> str:
    """The text that opens a guest's cart or order."""
    digest = salted_hmac(f"gotuto.{kind}", subject_id.bytes, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def may_see(viewer: Viewer, kind: Kind, subject_id: UUID, *, owner: UUID | None) -> bool:
    """Staff see all, a customer what is theirs, a guest what nobody owns and their token opens."""
    if viewer.is_staff:
        return True
    if owner is not None:
        return viewer.customer_id == owner
    return _opens(viewer.token, kind, subject_id)


def _opens(given: str, kind: Kind, subject_id: UUID) -> bool:
    # After a change of the key, tokens of the former ones go on opening.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(given, token(kind=kind, subject_id=subject_id, key=key)) for key in keys)
