"""A seller who can send invoices, in one word."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contexts.billing.sellers.dto import Bank, LegalEntity, Seller
from contexts.billing.sellers.use_cases import describe_seller
from gotuto.address import Address

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

TEA_TRADING = Seller(
    legal_entity="main",
    name="Tea Trading GmbH",
    address=Address(
        name="Tea Trading GmbH", line1="Speicherstraße 7", postal_code="20457", city="Hamburg", country="DE"
    ),
    vat_id="DE136695976",
    bank=Bank(iban="DE02120300000000202051", bic="BYLADEM1001", holder="Tea Trading GmbH"),
    email="billing@example.com",
    language="de",
)


def described(now: datetime = NOW, **said: Any) -> LegalEntity:
    """Tea Trading, who sells through the shop; what a test is about is said."""
    return describe_seller(seller=replace(TEA_TRADING, **said), now=now)
