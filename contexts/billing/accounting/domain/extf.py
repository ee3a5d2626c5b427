"""DATEV's format for batches of bookings: EXTF, header 700, category 21, format version 13.

Source: developer.datev.de, DATEV-Format, "Header" (31 fields) and "Buchungsstapel" (125 columns). Windows-1252, CR LF,
semicolons, texts in quotes, a decimal comma, no thousands.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from contexts.billing.accounting.domain.accounts import fiscal_year
from contexts.billing.accounting.dto import AccountMap, Booking

ENCODING = "cp1252"
CURRENCY = "EUR"
_END = "\r\n"
COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz",
    "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto",
    "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink",
    *(f"Beleginfo - {what} {n}" for n in range(1, 9) for what in ("Art", "Inhalt")),
    "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L",
    "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
    *(f"{name} {n}" for n in range(1, 21) for name in ("Zusatzinformation - Art", "Zusatzinformation- Inhalt")),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp",
    "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz",
    "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername", "Beteiligtennummer",
    "Identifikationsnummer", "Zeichnernummer", "Postensperre bis", "Bezeichnung SoBil-Sachverhalt",
    "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit",
    "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)",
    "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)  # fmt: skip
# Columns that are texts, by their numbers: even without content they have quotes.
TEXTS = {2, 3, 6, 9, 11, 12, 14, 16, *range(20, 39), 40, 42, *range(48, 88), 95, 96, 98, 102, 103, 105, 107, 109, 110, 112, 118,
          120, 121, 123}  # fmt: skip
_EMPTY = ['""' if number in TEXTS else "" for number in range(1, len(COLUMNS) + 1)]
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Za-z$&%*+/-]")
# What stands for letters that fall apart into none of the format's.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "İ": "I", "‑": "-", "−": "-", "\u202f": " "})


class Texts:
    """Texts as the format has them; how many had to be written otherwise."""

    def __init__(self) -> None:
        self.replaced = 0

    def written(self, text: str, most: int) -> str:
        """A text in quotes: without accents that Windows-1252 lacks, with ? for what it has nothing like."""
        plain = " ".join("".join(" " if unicodedata.category(one) == "Cc" else one for one in text).split())
        told = "".join(map(_letter, unicodedata.normalize("NFC", plain)))
        self.replaced += told != unicodedata.normalize("NFC", plain)
        return quoted(told[:most])


def quoted(text: str) -> str:
    """A text in quotes, those inside it doubled."""
    return '"' + text.replace('"', '""') + '"'


def _letter(letter: str) -> str:
    for told in (letter, letter.translate(_PLAIN), _without_accents(letter)):
        if told and _fits(told):
            return told
    # What only joins others is nothing by itself.
    return "" if unicodedata.category(letter) in ("Mn", "Cf") else "?"


def _without_accents(letter: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))


def _fits(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def header(accounts: AccountMap, *, first: date, last: date, made_at: datetime, is_closed: bool) -> str:
    """The first line: of whom, by which accounts, for which days, and whether it is final."""
    begins, _ = fiscal_year(first, month=accounts.fiscal_month)
    fields = [
        '"EXTF"', "700", "21", '"Buchungsstapel"', "13", f"{made_at:%Y%m%d%H%M%S}{made_at.microsecond // 1000:03}", "", '""',
        '""', '""', str(accounts.consultant_number), str(accounts.client_number), f"{begins:%Y%m%d}",
        str(accounts.account_length), f"{first:%Y%m%d}", f"{last:%Y%m%d}", quoted(f"GoTuto {accounts.legal_entity}"[:30]), '""',
        "1", "0", str(int(is_closed)), quoted(CURRENCY), "", '""', "", "", quoted(accounts.chart.value), "", "", '""', '""',
    ]  # fmt: skip
    return ";".join(fields) + _END


def columns() -> str:
    """The second line."""
    return ";".join(COLUMNS) + _END


def lines(bookings: Iterable[Booking], texts: Texts, *, is_closed: bool) -> Iterable[str]:
    """A line for each booking."""
    for one in bookings:
        yield _line(one, texts, is_closed)


def _line(one: Booking, texts: Texts, is_closed: bool) -> str:
    told = {
        1: _number(one.amount),
        2: '"S"' if one.is_debit else '"H"',
        3: quoted(CURRENCY),
        7: one.account,
        8: one.contra,
        9: quoted(one.tax_key),
        10: f"{one.day:%d%m}",
        11: quoted(_NOT_IN_NUMBERS.sub("-", one.number)[:36]),
        14: texts.written(one.text, 60),
        40: quoted(one.eu_country[:15]),
        41: "" if one.eu_rate is None else _number(one.eu_rate),
        114: str(int(is_closed)),
    }
    fields = list(_EMPTY)
    for number, value in told.items():
        fields[number - 1] = value
    return ";".join(fields) + _END


def _number(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
