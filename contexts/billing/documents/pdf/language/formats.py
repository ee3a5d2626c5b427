"""Numbers and dates as readers of each language write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gotuto.money import Money

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class _Format:
    thousands: str
    decimals: str
    percent: str
    date: str


_FORMATS = {
    "en": _Format(",", ".", "{}%", "{0.day} {1} {0.year}"),
    "de": _Format(".", ",", "{}\u00a0%", "{0:%d.%m.%Y}"),
    "fr": _Format("\u202f", ",", "{}\u00a0%", "{0:%d/%m/%Y}"),
    "es": _Format(".", ",", "{}\u00a0%", "{0:%d/%m/%Y}"),
}


def number(language: str, value: Decimal | int) -> str:
    """A number with its decimals as they are, such as 1.234,50; a minus is an en dash, as wide as a digit."""
    used = _FORMATS[language]
    signs = {",": used.thousands, ".": used.decimals, "-": "–"}
    return "".join(signs.get(sign, sign) for sign in f"{Decimal(value):,f}")


def amount(language: str, money: Money) -> str:
    """An amount with its currency, which is written behind it: 1.234,50 EUR."""
    return f"{number(language, money.amount)}\u00a0{money.currency}"


def percent(language: str, rate: Decimal) -> str:
    """A rate of 0.19 as 19 %."""
    shown = (rate * 100).normalize()
    return _FORMATS[language].percent.format(number(language, shown))


def day(language: str, value: date) -> str:
    """A date that cannot be mistaken: the month is a word in English, where its place differs by country."""
    return _FORMATS[language].date.format(value, _MONTHS[value.month - 1])
