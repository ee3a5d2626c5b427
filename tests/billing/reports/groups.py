"""Sums of tax lines, and who sold, for tests of the rules."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from contexts.billing.reports.domain.filing import Filing, Group, filing
from contexts.billing.sellers.dto import Registration, Scheme, Seller
from contexts.billing.taxes.dto import TaxCategory
from gotuto.address import Address

OSS = Registration(country="DE", scheme=Scheme.OSS)
IN_FRANCE = Registration(country="FR", vat_id="FR40303265045")
IN_ENGLAND = Registration(country="GB", vat_id="GB980780684")
HAMBURG = Address(name="Tea Trading", line1="Street 7", postal_code="20457", city="Hamburg", country="DE")
LIVIGNO = Address(name="Tè", line1="Via 1", postal_code="23041", city="Livigno", country="IT")


def seller(*registrations: Registration, **said: Any) -> Seller:
    """Tea Trading of Hamburg; what a test is about is said."""
    known = {"legal_entity": "main", "name": "Tea Trading", "address": HAMBURG, "vat_id": "DE136695976"}
    return Seller(**{**known, "registrations": registrations, **said})


def group(to: str = "", rate: str = "0.19", **said: Any) -> Group:
    """100 at a rate in euro, of one document in 2026."""
    known = {
        "legal_entity": "main", "seller_id": UUID(int=1), "year": 2026, "currency": "EUR", "destination": to,
        "postal_code": "", "proved_in": "", "category": TaxCategory.STANDARD, "rate": Decimal(rate), "exemption": "",
        "net": Decimal(100), "tax": 100 * Decimal(rate), "documents": 1,
    }  # fmt: skip
    return Group(**{**known, **said})


def filed(to: str, rate: str, *registrations: Registration, **said: Any) -> tuple[str, str, str, bool]:
    found: Filing = filing(group(to, rate, **said), seller(*registrations))
    return str(found.declared_in), found.country, found.vat_id, found.is_distance_sale
