"""The decision for one line: category, rate, reason and place of supply (EN 16931, BT-151; directive 2006/112)."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from contexts.billing.taxes.domain import rates, territories, vat_ids
from contexts.billing.taxes.domain.cases import Case, Row, Side
from contexts.billing.taxes.domain.table import TABLE
from contexts.billing.taxes.dto import Decision, Recipient, Supplier, TaxCategory, TaxClass


def decide(
    tax_class: TaxClass, *, supplier: Supplier, recipient: Recipient, on: date, at: datetime, is_service: bool = False
) -> Decision:
    """How a line is taxed. `on` is the day of supply, `at` the moment at which it is asked. Raises TaxRateUnknown."""
    origin = territories.place_of(supplier.country, supplier.postal_code)
    known = supplier.country and recipient.country
    destination = territories.place_of(recipient.country, recipient.postal_code) if known else origin
    vat_id = recipient.vat_id
    case = Case(
        supplier=supplier,
        recipient=recipient,
        tax_class=tax_class,
        is_service=is_service,
        origin=origin,
        destination=destination,
        proved_in=vat_id.country if vat_id and vat_ids.is_proof(vat_id, at=at) else "",
        on=on,
    )
    return _decision(case, next(row for row in TABLE if row.fits(case)))


def _decision(case: Case, row: Row) -> Decision:
    rate = _rate(case, row.rate) if row.rate else Decimal(0)
    is_zero_rated = row.category is TaxCategory.STANDARD and not rate
    return Decision(
        category=TaxCategory.ZERO if is_zero_rated else row.category,
        rate=rate,
        included=_rate(case, Side.SELLER) if row.is_relieved else rate,
        exemption=row.exemption,
        place={
            Side.SELLER: case.origin.code,
            Side.DESTINATION: case.destination.code,
            Side.BUYER: case.proved_in,
        }[row.place],
        row=row.name,
        reason=row.reason,
        source=row.source,
    )


def _rate(case: Case, side: Side) -> Decimal:
    is_home = side is Side.SELLER
    place = case.origin if is_home else case.destination
    own = case.supplier.standard_rate if is_home else None
    return rates.rate_of(place.rates or place.code, case.tax_class, case.on, standard=own)


def day_of_supply(*, placed_at: datetime, time_zone: str, served_on: date | None = None) -> date:
    """The day whose rate holds (art. 63, 93): of the service or delivery where it is known, else of the order at the seller's."""
    return served_on or placed_at.astimezone(ZoneInfo(time_zone)).date()
