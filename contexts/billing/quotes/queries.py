"""What somebody would pay: asked for a cart, and once for each order."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.conf import settings

from contexts.billing.lines.dto import Quote
from contexts.billing.quotes import domain
from contexts.billing.quotes.dto import Destination, QuoteLine
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import Seller
from contexts.billing.taxes.domain import checking, vat_ids
from contexts.billing.taxes.dto import Recipient, VatId, VatIdState
from gotuto.db import fetch_one

# Who sells, and what is known of the buyer's VAT id, in one round trip; either may be missing.
_KNOWN = """
SELECT seller.content::text, vat.state, vat.checked_at
FROM (VALUES (%(legal_entity)s, %(vat_id)s)) AS asked (legal_entity, vat_id)
LEFT JOIN billing_legalentity AS entity ON entity.code = asked.legal_entity
LEFT JOIN billing_sellerversion AS seller ON seller.id = entity.seller_id
LEFT JOIN billing_vatid AS vat ON vat.number = asked.vat_id
"""


def quote(*, currency: str, lines: Sequence[QuoteLine], destination: Destination, now: datetime) -> Quote:
    """What the seller `main` takes for lines at gross prices, with the taxes of where they go; nothing is written.

    A VAT id that nobody has entered yet is unchecked. Raises VatIdInvalid, TaxRateUnknown, CurrencyMismatch.
    """
    seller, recipient = sides(destination=destination, now=now)
    return domain.quote(
        lines,
        currency=currency,
        seller=seller,
        recipient=recipient,
        home=domain.Home(standard_rate=settings.GOTUTO_TAX_RATE, time_zone=settings.TIME_ZONE),
        now=now,
    )


def sides(*, destination: Destination, now: datetime) -> tuple[Seller | None, Recipient]:
    """Who sells, if they have said anything, and who buys with what is known of their VAT id. Raises VatIdInvalid."""
    entered = vat_ids.normalised(destination.vat_id) if destination.vat_id else None
    content, state, checked_at = fetch_one(_KNOWN, {"legal_entity": MAIN, "vat_id": entered.number if entered else ""})
    vat_id = None if entered is None else _told(entered, state, checked_at, now)
    recipient = Recipient(country=destination.country, postal_code=destination.postal_code, vat_id=vat_id)
    return None if content is None else msgspec.json.decode(content, type=Seller), recipient


def _told(entered: VatId, state: str | None, checked_at: datetime | None, now: datetime) -> VatId:
    known = VatId(
        country=entered.country,
        number=entered.number,
        state=VatIdState(state or VatIdState.UNCHECKED),
        checked_at=checked_at,
    )
    return checking.told(known, service=settings.GOTUTO_VAT_ID_SERVICE, now=now)
