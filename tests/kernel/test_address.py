"""Addresses that come in new follow the mail of their country."""

import pytest

from gotuto.address import Address, countries, faults


def to(country, **parts):
    return faults(
        Address(**{"name": "Ada", "line1": "Square 1", "postal_code": "", "city": "", **parts, "country": country})
    )


@pytest.mark.parametrize(
    ("country", "parts"),
    [
        ("DE", {"postal_code": "10115", "city": "Berlin"}),
        ("GB", {"postal_code": "SW1Y 4JH", "city": "London"}),
        ("GB", {"postal_code": "sw1y4jh", "city": "London"}),
        ("US", {"postal_code": "10001", "city": "New York"}),
        ("US", {"postal_code": "10001-1234", "city": "New York", "region": "NY"}),
        ("JP", {"postal_code": "100-0001", "region": "Tokyo"}),
        ("IE", {"city": "Dublin"}),
        ("AE", {"city": "Dubai"}),
        ("AE", {"region": "Dubai", "postal_code": "00000"}),
        ("SV", {"city": "San Salvador", "region": "San Salvador", "postal_code": "1101"}),
        ("XK", {"postal_code": "10000", "city": "Pristina"}),
    ],
)
def test_what_the_mail_delivers_to_is_taken(country, parts):
    assert to(country, **parts) == {}


@pytest.mark.parametrize(
    ("country", "parts", "told"),
    [
        ("XX", {}, {"country": "'XX' is not a country code of ISO 3166-1, such as DE."}),
        ("ZZ", {}, {"country": "'ZZ' is not a country code of ISO 3166-1, such as DE."}),
        ("DE", {"city": "Berlin"}, {"postal_code": "An address in Germany needs a postal code."}),
        ("DE", {"postal_code": "10115"}, {"city": "An address in Germany needs a city."}),
        ("DE", {"postal_code": "1011", "city": "Berlin"}, {"postal_code": "'1011' is not a postal code in Germany, such as 26133."}),
        ("AE", {}, {"region": "An address in United Arab Emirates needs a region, or a city."}),
    ],
)  # fmt: skip
def test_what_it_does_not_deliver_to_is_told_by_field(country, parts, told):
    assert to(country, **parts) == told


def test_every_country_has_rules():
    assert len(countries()) >= 250
    for country in countries():
        assert set(to(country)) <= {"postal_code", "city", "region"}
