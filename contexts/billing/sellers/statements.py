"""Statements about sellers that do in one round trip, and without a race, what the ORM would need several for."""

from datetime import datetime

from contexts.billing.sellers.dto import Seller
from gotuto.db import as_json, execute
from gotuto.events import encode
from gotuto.fingerprints import fingerprint
from gotuto.ids import new_id

_FIRST = """
WITH described AS (
    INSERT INTO billing_sellerversion (id, legal_entity, version, content, fingerprint, created_at)
    SELECT %(id)s::uuid, %(code)s::text, 1, %(content)s::jsonb, %(fingerprint)s::bytea, %(now)s::timestamptz
    WHERE NOT EXISTS (SELECT FROM billing_legalentity WHERE code = %(code)s::text)
    ON CONFLICT (legal_entity, version) DO NOTHING
    RETURNING id, legal_entity
)
INSERT INTO billing_legalentity (code, seller_id) SELECT legal_entity, id FROM described
"""


def insert_first(seller: Seller, *, now: datetime) -> None:
    """Write a seller, unless somebody sells under this code already."""
    content = encode(seller)
    parameters = {
        "id": new_id(),
        "code": seller.legal_entity,
        "content": as_json(content),
        "fingerprint": fingerprint(content),
        "now": now,
    }
    execute(_FIRST, parameters)
