"""Postal addresses as they are written on letters."""

from collections.abc import Iterator

from contexts.billing.documents.pdf.language.countries import country_name
from contexts.billing.sellers.dto import Seller
from gotuto.address import Address

# Where the town stands before the region and the postal code.
_TOWN_FIRST = {"AU", "CA", "GB", "IE", "IN", "NZ", "SG", "US"}


def address_lines(name: str, address: Address | None, *, home: Address | None, language: str) -> Iterator[str]:
    """Name and address; the country stands last, in capitals, where it is another than that of the sender."""
    yield name
    if address is None:
        return
    if address.name != name:
        yield address.name
    yield from filter(None, (address.line1, address.line2, *_town(address)))
    if home is None or address.country != home.country:
        yield country_name(address.country, language).upper()


def return_line(seller: Seller) -> str:
    """The sender on one line, above the recipient in the window of the envelope."""
    address = seller.address
    parts = [seller.name, address.line1, address.line2, *_town(address)] if address else [seller.name]
    return " · ".join(filter(None, parts))


def _town(address: Address) -> tuple[str, ...]:
    if address.country in _TOWN_FIRST:
        return (" ".join(filter(None, (address.city, address.region, address.postal_code))),)
    return " ".join(filter(None, (address.postal_code, address.city))), address.region
