"""Texts, days and amounts as banks write them."""

import base64
import re
import unicodedata
from datetime import date, datetime

from contexts.billing.bankfiles.errors import StatementUnreadable
from gotuto.errors import BusinessError
from gotuto.money import Money

# As much as a column holds.
LONGEST_TEXT, LONGEST_NAME, LONGEST_REFERENCE, LONGEST_IBAN = 1_000, 140, 60, 34

_PLAIN = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,4})?")
_POINT = re.compile(r"[0-9]+(?:\.[0-9]{1,4})?|[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]{1,4})?")
_COMMA = re.compile(r"[0-9]+(?:,[0-9]{1,4})?|[0-9]{1,3}(?:[.' ][0-9]{3})+(?:,[0-9]{1,4})?")
# What banks write where the payer gave no reference of their own.
_NO_REFERENCE = {"NOTPROVIDED", "NONREF", "NOREF", "NONE", "NA", "N/A", "-"}


def unreadable(why: str) -> StatementUnreadable:
    return StatementUnreadable(why=why)


def from_base64(text: str) -> bytes:
    """The bytes of a file. Raises StatementUnreadable."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise unreadable("its content is not in Base64 (RFC 4648)") from None


def clean(text: str | None, most: int = LONGEST_TEXT) -> str:
    """One line in normal form, without what cannot be seen, and no longer than its column."""
    shown = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", text or ""))
    return " ".join(shown.split())[:most].rstrip()


def reference(text: str | None) -> str:
    """A reference; empty where it says that there is none."""
    found = clean(text, LONGEST_REFERENCE)
    return "" if found.upper() in _NO_REFERENCE else found


def iban(text: str | None) -> str:
    """An account number without blanks."""
    return clean(text).replace(" ", "").upper()[:LONGEST_IBAN]


def money(text: str | None, currency: str | None, *, where: str) -> Money:
    """A plain amount, as XML has it. Raises StatementUnreadable."""
    return _money(_PLAIN, (text or "").strip(), currency, where=where)


def local_money(text: str, currency: str, *, decimal_comma: bool, where: str) -> Money:
    """An amount with a sign before or after it and thousands in groups. Raises StatementUnreadable."""
    bare = clean(text).replace("\u2212", "-")
    is_negative = "-" in (bare[:1], bare[-1:])
    pattern, groups = (_COMMA, ".' ") if decimal_comma else (_POINT, ",' ")
    digits = bare.strip("+- ")
    if not pattern.fullmatch(digits):
        raise unreadable(f"{where} has {text!r}, which is no amount")
    plain = digits.translate(dict.fromkeys(map(ord, groups))).replace(",", ".")
    found = _money(_PLAIN, plain, currency, where=where)
    return -found if is_negative else found


def _money(pattern: re.Pattern[str], text: str, currency: str | None, *, where: str) -> Money:
    if not pattern.fullmatch(text):
        raise unreadable(f"{where} has {text!r}, which is no amount")
    try:
        return Money.of(text, currency or "")
    except BusinessError as refusal:
        raise unreadable(f"{where}: {refusal.detail.rstrip('.')}") from None


def day(text: str | None, *, where: str) -> date:
    """A day, or the day of a point in time as the bank's clock had it (ISO 8601). Raises StatementUnreadable."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        raise unreadable(f"{where} has {text!r}, which is no day") from None


def local_day(text: str, date_format: str, *, where: str) -> date:
    """A day as the bank writes it. Raises StatementUnreadable."""
    try:
        return datetime.strptime(text.strip(), date_format).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise unreadable(f"{where} has {text!r}, which is no day") from None
