"""The words of the decision table: the facts of one line that it asks for, and what a row says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contexts.billing.taxes.domain.territories import EU
from contexts.billing.taxes.dto import Place, Recipient, Supplier, TaxCategory, TaxClass


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who sells what to whom, from where to where. `proved_in` is the country of a VAT id that proves a business, or empty."""

    supplier: Supplier
    recipient: Recipient
    tax_class: TaxClass
    is_service: bool
    origin: Place
    destination: Place
    proved_in: str
    on: date

    @property
    def stays_home(self) -> bool:
        """Nothing leaves the country whose law holds at the seller's."""
        return self.origin.law == self.destination.law

    @property
    def leaves_union_member(self) -> bool:
        """The seller's place belongs to the EU, for what is sold."""
        return self._in_eu(self.origin)

    @property
    def arrives_in_union(self) -> bool:
        return self._in_eu(self.destination)

    @property
    def to_business_of_other_member(self) -> bool:
        """A VAT id of another member state proves a business; Northern Ireland's counts for goods.

        Both VAT ids stand on the document (art. 226 (3) and (4); BR-IC-02, BR-AE-02), so that the seller has one, too.
        """
        members = EU if self.is_service else EU | {"XI"}
        is_other = self.proved_in in members and self.proved_in != vat_country(self.origin)
        return is_other and bool(self.supplier.vat_id)

    @property
    def to_business_of_own_state(self) -> bool:
        return self.proved_in == vat_country(self.origin)

    @property
    def to_business(self) -> bool:
        return self.recipient.is_business or bool(self.proved_in)

    @property
    def registered_there(self) -> bool:
        """The seller has a registration of their own where it goes, and its rates are known."""
        there = {self.destination.law, vat_country(self.destination)}
        return bool(self.destination.rates and there & self.supplier.local)

    @property
    def taxed_there(self) -> bool:
        """Abroad: a registration, or the one-stop shop for what goes from member state to member state."""
        by_oss = self.supplier.has_oss and self.leaves_union_member and self.arrives_in_union
        return not self.stays_home and (self.registered_there or by_oss)

    def _in_eu(self, place: Place) -> bool:
        return place.services_in_eu if self.is_service else place.goods_in_eu


class Side(StrEnum):
    """Whose rate holds, or where the supply takes place."""

    SELLER = "seller"
    DESTINATION = "destination"
    BUYER = "buyer"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: when it fits, the category, whose rate (none: no tax), the place of supply, the code, in words, by which law.

    `is_relieved` says that a gross price has the tax of the seller's own rate inside, which is taken out.
    """

    name: str
    fits: Callable[[Case], bool]
    category: TaxCategory
    place: Side
    rate: Side | None = None
    exemption: str = ""
    is_relieved: bool = False
    reason: str
    source: str


def vat_country(place: Place) -> str:
    """Whose VAT ids hold there: Northern Ireland has the law of the United Kingdom, and VAT ids of its own for goods."""
    return "XI" if place.code == "XI" else place.law
