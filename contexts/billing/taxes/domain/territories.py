"""Territories (directive 2006/112, art. 5 to 7): to whose tax an address belongs, by country and postal code."""

import re
from functools import cache

from contexts.billing.taxes.domain import rates, reference
from contexts.billing.taxes.dto import Place

EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
_ARTICLE_5 = "Directive 2006/112, art. 5"


@cache
def special() -> tuple[tuple[str, tuple[str, ...], Place], ...]:
    """The territories with a rule of their own: country, first characters of their postal codes (none: all), place."""
    return tuple(
        (row["country"], tuple(row["postal_codes"].split()) or ("",), _place(row))
        for row in reference.rows("territories")
    )


def _place(row: dict[str, str]) -> Place:
    union = row["union"].split()
    return Place(
        code=row["code"],
        name=row["name"],
        law=row["law"],
        rates=row["rates"],
        goods_in_eu="goods" in union,
        services_in_eu="services" in union,
        source=row["source"],
    )


def place_of(country: str, postal_code: str = "") -> Place:
    """The territory of an address (ISO 3166-1 alpha-2; XI is Northern Ireland); a country without a rule is one by itself."""
    plain = re.sub(r"[^0-9A-Z]", "", postal_code.upper())
    for where, beginnings, place in special():
        if where == country and plain.startswith(beginnings):
            return place
    is_member = country in EU
    return Place(
        code=country,
        name=country,
        law=country,
        rates=country if country in rates.countries() else "",
        goods_in_eu=is_member,
        services_in_eu=is_member,
        source=_ARTICLE_5,
    )
