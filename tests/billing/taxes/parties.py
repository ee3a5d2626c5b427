"""Sellers and buyers of tax cases, plain Python."""

from datetime import UTC, date, datetime, timedelta

from contexts.billing.taxes.domain.deciding import decide
from contexts.billing.taxes.dto import Recipient, Supplier, TaxClass, VatId, VatIdState

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def seller(country="DE", *local, vat_id="DE136695976", **more):
    return Supplier(country=country, vat_id=vat_id, local=frozenset(local), **more)


def proved(country, *, days_ago=1, state=VatIdState.VALID):
    return VatId(country=country, number=f"{country}1", state=state, checked_at=NOW - timedelta(days=days_ago))


def buyer(country="DE", postal_code="", vat_id=None, **more):
    return Recipient(country=country, postal_code=postal_code, vat_id=vat_id, **more)


def decided(supplier, recipient, *, tax_class=TaxClass.STANDARD, service=False, on=TODAY):
    more = {"is_service": True} if service else {}
    return decide(tax_class, supplier=supplier, recipient=recipient, on=on, at=NOW, **more)
