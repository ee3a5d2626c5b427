"""In which return a sale stands, by what its document says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from contexts.billing.quotes.domain import supplier
from contexts.billing.reports.dto import Return, VatRow
from contexts.billing.sellers.dto import Scheme, Seller
from contexts.billing.taxes.domain import checking, rates, territories
from contexts.billing.taxes.domain.cases import Case, vat_country
from contexts.billing.taxes.dto import Recipient, TaxCategory, TaxClass, VatIdState
from gotuto.money import Money

# What is no export, no supply to a business of another member state, and not out of scope.
_TO_CONSUMERS = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO, TaxCategory.EXEMPT})
_ORDER = tuple(Return)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tax lines of documents of a seller and year that went to the same place and are taxed alike; credit notes are taken off.

    `seller_id` is the version of the seller on the document, or on the invoice that a credit note corrects. `postal_code` is
    as much of it as tells a territory of its own, `proved_in` the country of a VAT id that proves a business, or empty.
    """

    legal_entity: str
    seller_id: UUID | None
    year: int
    currency: str
    destination: str
    postal_code: str
    proved_in: str
    category: TaxCategory
    rate: Decimal
    exemption: str
    net: Decimal
    tax: Decimal
    documents: int


@dataclass(frozen=True)
class Filing:
    """Where a sale is declared: the return, whose tax it is, and the seller's number there."""

    declared_in: Return
    country: str
    vat_id: str
    is_distance_sale: bool


def proofs(*, service: str) -> list[str]:
    """The states, by their names, of VAT ids that prove who buys."""
    return [state.value for state in VatIdState if checking.told_state(state, service=service) is VatIdState.VALID]


def seller_of(on_document: Seller | None, now: Seller) -> Seller:
    """Who sold, as far as tax goes. Documents of nobody, or of somebody without an address, were taxed at home."""
    if on_document is None or on_document.address is None:
        return replace(now, registrations=())
    return on_document


def filing(group: Group, seller: Seller) -> Filing:
    """In which return the sales of a group stand, by what the seller was registered for on the document."""
    case = _case(group, seller)
    is_distance_sale = _is_distance_sale(group, case)
    if not _is_taxed_there(group, case):
        return Filing(Return.HOME, vat_country(case.origin), seller.vat_id, is_distance_sale)
    # Whoever has the one-stop shop declares all distance sales there (art. 369b).
    by_oss = case.supplier.has_oss if is_distance_sale else not case.registered_there
    there = vat_country(case.destination)
    where = Return.OSS if by_oss else Return.LOCAL
    return Filing(where, there, _vat_id(seller, {there, case.destination.law}, where), is_distance_sale)


def _case(group: Group, seller: Seller) -> Case:
    sells = supplier(seller)
    origin = territories.place_of(sells.country, sells.postal_code)
    return Case(
        supplier=sells,
        recipient=Recipient(country=group.destination),
        tax_class=TaxClass.STANDARD,
        is_service=False,
        origin=origin,
        destination=territories.place_of(group.destination, group.postal_code) if group.destination else origin,
        proved_in=group.proved_in,
        on=date.min,
    )


def _is_distance_sale(group: Group, case: Case) -> bool:
    crosses = case.leaves_union_member and case.arrives_in_union and not case.stays_home
    return crosses and not case.to_business and group.category in _TO_CONSUMERS


def _is_taxed_there(group: Group, case: Case) -> bool:
    """A rate that was never one of the country is the seller's: the order was placed before the registration."""
    bears_tax = group.category in (TaxCategory.STANDARD, TaxCategory.ZERO) and not case.to_business_of_own_state
    theirs = {case.destination.rates, case.destination.law}
    has_had = any(one.rate == group.rate for one in rates.all_rates() if one.country in theirs)
    return bears_tax and case.taxed_there and has_had


def _vat_id(seller: Seller, countries: set[str], where: Return) -> str:
    """The number of a registration; that of the one-stop shop is the seller's own, unless another is told."""
    if where is Return.OSS:
        return next((one.vat_id for one in seller.registrations if one.scheme is Scheme.OSS), "") or seller.vat_id
    there = (one for one in seller.registrations if one.scheme is Scheme.LOCAL and one.country in countries)
    return next(there).vat_id


def rows(filed: Iterable[tuple[Group, Filing]]) -> tuple[VatRow, ...]:
    """The sales of a seller and currency, summed by what is declared alike; the number is the one that was told last."""
    found: dict[tuple[object, ...], VatRow] = {}
    for group, filing in filed:
        row = _row(group, filing)
        found[_key(row)] = _added(found[_key(row)], row) if _key(row) in found else row
    return tuple(sorted(found.values(), key=_place))


def _row(group: Group, filing: Filing) -> VatRow:
    return VatRow(
        **vars(filing),
        category=group.category,
        rate=group.rate.normalize(),
        exemption=group.exemption,
        net=Money(group.net, group.currency),
        tax=Money(group.tax, group.currency),
        documents=group.documents,
    )


def _key(row: VatRow) -> tuple[object, ...]:
    return row.declared_in, row.country, row.is_distance_sale, row.category, row.rate, row.exemption


def _place(row: VatRow) -> tuple[object, ...]:
    """The seller's own return first; the dearest rate first."""
    return _ORDER.index(row.declared_in), row.country, row.is_distance_sale, -row.rate, row.category, row.exemption


def _added(one: VatRow, other: VatRow) -> VatRow:
    return replace(
        one,
        vat_id=other.vat_id or one.vat_id,
        net=one.net + other.net,
        tax=one.tax + other.tax,
        documents=one.documents + other.documents,
    )
