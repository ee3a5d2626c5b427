"""Types of the arguments of commands that are text; what cannot be taken is told in its own words."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from gotuto.address import no_tax_country
from gotuto.text import UnfitText, line
from gotuto.text.numerals import plain

_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,4})?")


def _argument(read: Callable[[str], str]) -> Callable[[str], str]:
    def taken(text: str) -> str:
        try:
            return read(text)
        except UnfitText as fault:
            raise ArgumentTypeError(str(fault)) from None

    return taken


one_line = _argument(line)
# As long as a reason is kept.
reason = _argument(partial(line, most=500))
_plain = _argument(plain)


def whole_number(text: str) -> int:
    return int(_plain(text))


def at_least_one(text: str) -> int:
    found = whole_number(text)
    if found < 1:
        raise ArgumentTypeError(f"at least one, not {found}")
    return found


def number(text: str) -> float:
    return float(_plain(text))


def amount(text: str) -> Decimal:
    """An amount of money, such as 12.50; its currency is known."""
    if not _AMOUNT.fullmatch(_plain(text)):
        raise ArgumentTypeError(f"{text!r} is no amount. Write it as 12.50.")
    return Decimal(text)


def day(text: str) -> date:
    """A day as in ISO 8601, such as 2026-11-26."""
    return date.fromisoformat(_plain(text))


def country(text: str) -> str:
    """The code of a country, in any case; XI is Northern Ireland."""
    code = _plain(text).upper()
    if fault := no_tax_country(code):
        raise ArgumentTypeError(fault)
    return code
