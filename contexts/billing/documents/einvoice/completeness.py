"""What EN 16931 needs of a document, and what it has no room for; its business rules are named by their ids."""

from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.documents.errors import DocumentIncomplete, NotInEn16931
from contexts.billing.taxes.dto import TaxCategory
from gotuto.address import countries
from gotuto.money import check_in_use, exponent

# Greece begins its VAT ids with EL, and Northern Ireland with XI.
_PREFIXES = {"EL", "XI"}
_AT_THE_SELLER = "enter it at the seller"
_AT_THE_CLIENT = "enter it at the client"
_ON_THE_DOCUMENT = "enter it on the draft"
_WITH_TAX_NUMBER = {
    TaxCategory.STANDARD,
    TaxCategory.ZERO,
    TaxCategory.EXEMPT,
    TaxCategory.REVERSE_CHARGE,
}

# What is needed, and whether it is there.
Need = tuple[str, bool]


def check(document: Document) -> None:
    """Whether an e-invoice can be made. Raises NotInEn16931, DocumentIncomplete, CurrencyWithdrawn."""
    check_in_use(document.total.currency)
    if reason := _no_room(document):
        raise NotInEn16931(number=document.number, reason=reason)
    if missing := lacking(document):
        raise DocumentIncomplete(number=document.number, missing=missing)


def lacking(document: Document) -> tuple[str, ...]:
    """What the document lacks, each with the place to enter it."""
    needs = [*_of_the_seller(document), *_of_the_buyer(document), *_of_the_delivery(document), *_of_the_lines(document)]
    return tuple(what for what, is_there in needs if not is_there)


def categories(document: Document) -> set[TaxCategory]:
    return {line.category for line in document.tax_lines}


def _no_room(document: Document) -> str:
    currency = document.total.currency
    if exponent(currency) > 2:
        return f"{currency} has {exponent(currency)} decimals, and its amounts have two (BR-DEC)"
    if len(categories(document)) > 1 and TaxCategory.OUT_OF_SCOPE in categories(document):
        return "what is not subject to VAT shares no document with anything else (BR-O-11)"
    return ""


def _of_the_seller(document: Document) -> Iterator[Need]:
    seller, taxed = document.seller, categories(document)
    yield f"the seller's address (BR-08, {_AT_THE_SELLER})", bool(seller.address and seller.address.country)
    if taxed & {TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}:
        yield f"the seller's VAT id (BR-IC-02, BR-G-02, {_AT_THE_SELLER})", bool(seller.vat_id)
    elif taxed & _WITH_TAX_NUMBER:
        yield f"the seller's VAT id or tax number (BR-S-02, {_AT_THE_SELLER})", bool(seller.vat_id or seller.tax_number)
    else:
        known = bool(seller.register_entry or seller.tax_number)
        yield f"the seller's entry in a register or tax number (BR-CO-26, {_AT_THE_SELLER})", known
    yield f"the country in front of the seller's VAT id (BR-CO-09, {_AT_THE_SELLER})", _names_country(seller.vat_id)


def _of_the_buyer(document: Document) -> Iterator[Need]:
    buyer, taxed = document.buyer, categories(document)
    yield f"the buyer's address (BR-10, {_AT_THE_CLIENT})", bool(buyer.address and buyer.address.country)
    if taxed & {TaxCategory.INTRA_COMMUNITY, TaxCategory.REVERSE_CHARGE}:
        yield f"the buyer's VAT id (BR-IC-02, BR-AE-02, {_AT_THE_CLIENT})", bool(buyer.vat_id)
    yield f"the country in front of the buyer's VAT id (BR-CO-09, {_AT_THE_CLIENT})", _names_country(buyer.vat_id)


def _of_the_delivery(document: Document) -> Iterator[Need]:
    if TaxCategory.INTRA_COMMUNITY in categories(document):
        yield f"the date of delivery (BR-IC-11, {_ON_THE_DOCUMENT})", bool(document.delivered_on)
        yield f"the country of delivery (BR-IC-12, {_ON_THE_DOCUMENT})", bool(document.deliver_to)


def _of_the_lines(document: Document) -> Iterator[Need]:
    for line in document.lines:
        is_named = bool(line.description.strip() or line.sku)
        yield f"the description of line {line.position} (BR-25, {_ON_THE_DOCUMENT})", is_named


def _names_country(vat_id: str) -> bool:
    return not vat_id or vat_id[:2] in _PREFIXES or vat_id[:2] in countries()
