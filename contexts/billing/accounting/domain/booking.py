"""Entries of the journal as bookings: always a debit of one account and a credit of another by the same amount."""

from decimal import Decimal

from contexts.billing.accounting.domain.accounts import money_account, sale_account
from contexts.billing.accounting.dto import Booking, Entry, EntryKind
from contexts.billing.reports.domain.filing import Filing
from contexts.billing.reports.dto import Return
from contexts.billing.taxes.dto import TaxCategory

# In German, as what reads them is.
_WORDS = {
    EntryKind.INVOICE: "Rechnung",
    EntryKind.CREDIT_NOTE: "Gutschrift zu",
    EntryKind.PAYMENT: "Zahlung",
    EntryKind.REVERSAL: "Rückgabe",
    EntryKind.CHARGEBACK: "Rückbelastung",
    EntryKind.REFUND: "Erstattung",
    EntryKind.FEE: "Mahngebühr",
    EntryKind.FEE_WAIVED: "Erlass Mahngebühr",
    EntryKind.GIVEN: "Für anderen Verkäufer",
    EntryKind.GOT: "Von anderem Verkäufer",
}
FEES = (EntryKind.FEE, EntryKind.FEE_WAIVED)
# ISO 3166-1 calls Greece otherwise than value added tax does.
_IN_TAX = {"GR": "EL"}


def of_sale(entry: Entry, filing: Filing, accounts: dict[str, str]) -> Booking:
    """What the buyer owes from a tax line, and the revenue from it; a credit note is the other way round."""
    account, tax_key = sale_account(
        accounts, declared_in=filing.declared_in.value, category=entry.category, rate=entry.rate
    )
    is_credit = entry.kind is EntryKind.CREDIT_NOTE
    country, rate = _abroad(entry, filing)
    return Booking(
        day=entry.day,
        amount=abs(entry.amount),
        is_debit=(entry.amount > 0) is not is_credit,
        account=accounts["debtors"],
        contra=account,
        tax_key=tax_key,
        number=entry.number,
        text=_text(entry, entry.other, entry.name),
        eu_country=country,
        eu_rate=rate,
    )


def _abroad(entry: Entry, filing: Filing) -> tuple[str, Decimal | None]:
    """In another member state: the buyer's VAT id, or whose tax it is and its rate."""
    if filing.declared_in is not Return.HOME:
        return _IN_TAX.get(filing.country, filing.country), entry.rate * 100
    return (entry.vat_id if entry.category == TaxCategory.INTRA_COMMUNITY else ""), None


def of_money(entry: Entry, accounts: dict[str, str]) -> Booking:
    """Money that came from a buyer, or went back; between sellers it moves on an account of its own."""
    is_between = entry.kind in (EntryKind.GIVEN, EntryKind.GOT)
    comes = entry.kind in (EntryKind.PAYMENT, EntryKind.GOT)
    return Booking(
        day=entry.day,
        amount=abs(entry.amount),
        is_debit=(entry.amount > 0) is comes,
        account=accounts["between_sellers"] if is_between else money_account(accounts, entry.method),
        contra=accounts["debtors"],
        tax_key="",
        number=entry.number or entry.other,
        text=_text(entry, entry.method, entry.other),
    )


def of_fee(entry: Entry, accounts: dict[str, str]) -> Booking:
    """What is claimed for a reminder, without tax; what is waived is the other way round."""
    return Booking(
        day=entry.day,
        amount=abs(entry.amount),
        is_debit=entry.amount > 0,
        account=accounts["debtors"],
        contra=accounts[f"fee:{entry.method}"],
        tax_key="",
        number=entry.number,
        text=_text(entry, entry.other, entry.name),
    )


def _text(entry: Entry, *parts: str) -> str:
    return " ".join(filter(None, (_WORDS[entry.kind], *parts)))
