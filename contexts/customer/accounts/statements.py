"""Statements about accounts that find a taken address without an error, which PostgreSQL would log with the address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from contexts.customer.accounts import models
from gotuto.db import execute

_INSERT = """
INSERT INTO customer_user (id, email, password, is_active, is_staff, is_superuser, created_at)
SELECT %(id)s, %(email)s, %(password)s, %(is_active)s, %(is_staff)s, %(is_superuser)s, %(created_at)s
WHERE NOT EXISTS (SELECT FROM customer_user WHERE email = ANY(%(spellings)s::text[]))
ON CONFLICT (email) DO NOTHING
"""

_READDRESS = """
UPDATE customer_user SET email = %(email)s
WHERE id = %(id)s
  AND NOT EXISTS (SELECT FROM customer_user AS other WHERE other.email = ANY(%(spellings)s::text[]) AND other.id <> %(id)s)
"""

_FORGET = """
DELETE FROM customer_formeremail WHERE id = ANY(ARRAY(
    SELECT id FROM customer_formeremail WHERE replaced_at < %s ORDER BY replaced_at LIMIT %s FOR UPDATE SKIP LOCKED))
"""


def insert_user(user: models.User, *, spellings: Sequence[str]) -> bool:
    """Write a new account, unless one has the address in any of these spellings; whether it was written."""
    row = {field.attname: getattr(user, field.attname) for field in models.User._meta.concrete_fields}
    return execute(_INSERT, {**row, "spellings": list(spellings)}) == 1


def readdress(user_id: UUID, email: str, *, spellings: Sequence[str]) -> bool:
    """Give an account another address, unless somebody else has it; whether it was given."""
    return execute(_READDRESS, {"id": user_id, "email": email, "spellings": list(spellings)}) == 1


def forget_former_emails(now: datetime, limit: int) -> int:
    """Delete some of the addresses that were replaced long ago."""
    return execute(_FORGET, [now - timedelta(days=settings.GOTUTO_KEEP_DAYS), limit])
