"""Rates of value added tax by country or region, class and day.

A country without a rate for a class takes that of the next dearer class, so that nothing is taxed too low by a gap.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from contexts.billing.taxes.domain import reference
from contexts.billing.taxes.dto import TaxClass, TaxRate
from contexts.billing.taxes.errors import TaxRateUnknown

# From the cheapest to the dearest.
_DEARER = (TaxClass.ZERO, TaxClass.SUPER_REDUCED, TaxClass.REDUCED, TaxClass.STANDARD)


@cache
def all_rates() -> tuple[TaxRate, ...]:
    """Every rate of the table, by country, class (the dearest first) and day."""
    return tuple(_rate(row) for row in reference.rows("rates"))


def _rate(row: dict[str, str]) -> TaxRate:
    return TaxRate(
        country=row["country"],
        tax_class=TaxClass(row["tax_class"]),
        rate=Decimal(row["percent"]) / 100,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        source=row["source"],
        confirmed_by=row["confirmed_by"],
        looked_up=date.fromisoformat(row["looked_up"]),
        note=row["note"],
    )


@cache
def _by_class() -> dict[tuple[str, TaxClass], list[TaxRate]]:
    table: dict[tuple[str, TaxClass], list[TaxRate]] = {}
    for rate in all_rates():
        table.setdefault((rate.country, rate.tax_class), []).append(rate)
    return table


@cache
def countries() -> frozenset[str]:
    """Whose rates are known; regions such as PT-20 are among them."""
    return frozenset(rate.country for rate in all_rates())


def holds(rate: TaxRate, on: date) -> bool:
    """Whether a rate is in force on a day; its last day is one of its days."""
    return rate.valid_from <= on and (rate.valid_until is None or on <= rate.valid_until)


def rate_of(country: str, tax_class: TaxClass, on: date, *, standard: Decimal | None = None) -> Decimal:
    """The rate of a country or region and class on a day (0.19 = 19 %); `standard` goes before the table's.

    What is exempt has none. Raises TaxRateUnknown.
    """
    if tax_class is TaxClass.EXEMPT:
        return Decimal(0)
    for dearer in _DEARER[_DEARER.index(tax_class) :]:
        if dearer is TaxClass.STANDARD and standard is not None:
            return standard
        if (found := _found(_keys(country), dearer, on)) is not None:
            return found
    raise TaxRateUnknown(country=country, on=on)


def _keys(country: str) -> Iterable[str]:
    # What a region of the table does not say is as in its country.
    return (country, country.partition("-")[0]) if country in countries() else ()


def _found(countries: Iterable[str], tax_class: TaxClass, on: date) -> Decimal | None:
    rates = (rate for country in countries for rate in _by_class().get((country, tax_class), ()))
    return next((rate.rate for rate in rates if holds(rate, on)), None)
