"""Seller, buyer and deliver-to party (EN 16931: BG-4, BG-7, BG-13), as factur-x takes them."""

from typing import Any

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice.completeness import categories
from contexts.billing.sellers.dto import Scheme, Seller
from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import bears_tax
from gotuto.address import Address

Party = dict[str, Any]

# The code list of EN 16931 has a code of its own for Kosovo, and none for how postal services call it.
_COUNTRIES = {"XK": "1A"}
# An electronic address that is one of e-mail (code list EAS of the Connecting Europe Facility).
_EMAIL = "EM"


def seller(document: Document) -> Party:
    one = document.seller
    vat_id = _vat(document, _supplied_under(document))
    named = vat_id or one.register_entry
    return {
        "name": one.name,
        **_address(one.address),
        **_electronic(one.email),
        "vat_identifier": vat_id,
        "tax_identifier": one.tax_number,
        "legal_identifier": one.register_entry,
        "legal_info": "\n".join(one.footer),
        # Where nothing else tells who it is, the tax number does (BR-CO-26).
        "identifiers": {} if named else {None: one.tax_number},
        "contacts": _contacts(one),
    }


def buyer(document: Document) -> Party:
    one = document.buyer
    return {
        "name": one.name,
        **_address(one.address),
        **_electronic(one.email),
        "vat_identifier": _vat(document, one.vat_id),
    }


def deliver_to(document: Document) -> Party | None:
    """The country where the goods went; the buyer received them there."""
    if not document.deliver_to:
        return None
    return {"name": document.buyer.name, "country_code": _country(document.deliver_to)}


def _supplied_under(document: Document) -> str:
    """The VAT id under which the seller supplied (directive 2006/112, art. 226, number 3).

    What is taxed where it arrives, and not by the one-stop shop, is supplied under the registration there.
    """
    taxed = all(bears_tax(category) for category in categories(document))
    there = (one for one in document.seller.registrations if one.country == document.deliver_to and taxed)
    return next((one.vat_id for one in there if one.scheme is Scheme.LOCAL), "") or document.seller.vat_id


def _vat(document: Document, vat_id: str) -> str:
    """A VAT id, but where nothing is subject to VAT: there it must not stand (BR-O-02)."""
    return "" if TaxCategory.OUT_OF_SCOPE in categories(document) else vat_id


def _electronic(email: str) -> Party:
    return {"einvoicing_addr": email, "einvoicing_addr_schemeid": _EMAIL} if email else {}


def _contacts(one: Seller) -> list[Party]:
    return [{"name": one.name, "phone": one.phone, "email": one.email}] if one.phone or one.email else []


def _address(address: Address | None) -> Party:
    if address is None:
        return {}
    return {
        "addr_l1": address.line1,
        "addr_l2": address.line2,
        "postcode": address.postal_code,
        "city": address.city,
        "country_subdivision": address.region,
        "country_code": _country(address.country),
    }


def _country(code: str) -> str:
    return _COUNTRIES.get(code, code)
