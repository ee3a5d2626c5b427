"""The tables of rates and territories: each line has a source, a day, and no other line beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from contexts.billing.taxes.domain import rates, reference, territories
from contexts.billing.taxes.domain.rates import all_rates, holds, rate_of
from contexts.billing.taxes.domain.territories import EU, place_of
from contexts.billing.taxes.dto import TaxClass, TaxRate
from contexts.billing.taxes.errors import TaxRateUnknown

TODAY = datetime.now(UTC).date()
YEAR = timedelta(days=366)
TABLE_BEGINS = date(2024, 1, 1)
STANDARD, REDUCED, SUPER_REDUCED, ZERO, EXEMPT = TaxClass
GERMAN = next(rate for rate in all_rates() if rate.country == "DE")


def faults(table: list[TaxRate], today: date = TODAY) -> list[str]:
    found = []
    for rate in table:
        label = f"{rate.country} {rate.tax_class} from {rate.valid_from}"
        found += [f"{label}: no source"] if not rate.source.strip() or not rate.confirmed_by.strip() else []
        found += [f"{label}: looked up more than a year ago"] if today - rate.looked_up > YEAR else []
        found += [f"{label}: ends before it begins"] if rate.valid_until and rate.valid_until < rate.valid_from else []
        found += [f"{label}: overlaps {other.valid_from}" for other in table if overlap(rate, other)]
    return found + [f"{one}: no standard rate" for one in {rate.country for rate in table} - standard(table, today)]


def overlap(rate: TaxRate, other: TaxRate) -> bool:
    same = (rate.country, rate.tax_class) == (other.country, other.tax_class)
    return same and rate.valid_from <= other.valid_from and rate is not other and holds(rate, other.valid_from)


def standard(table: list[TaxRate], today: date) -> set[str]:
    return {rate.country for rate in table if rate.tax_class is STANDARD and holds(rate, today)}


def test_the_table_of_rates_has_no_fault():
    assert faults(list(all_rates())) == []


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ([replace(GERMAN, country="XX", source=" ")], "no source"),
        ([replace(GERMAN, country="XX", confirmed_by="")], "no source"),
        ([replace(GERMAN, country="XX", looked_up=TODAY - YEAR - timedelta(days=1))], "looked up more than a year ago"),
        ([replace(GERMAN, country="XX", valid_until=date(2019, 1, 1))], "ends before it begins"),
        ([replace(GERMAN, valid_from=date(2020, 6, 30))], "overlaps"),
        ([replace(GERMAN, country="XX", tax_class=REDUCED)], "no standard rate"),
    ],
)
def test_a_faulty_rate_is_found(planted, fault):
    assert any(fault in one for one in faults([*all_rates(), *planted]))


@pytest.mark.parametrize("country", sorted(EU | {"GB", "XI", "CH", "NO"}))
def test_each_country_has_a_standard_rate_on_every_day_of_the_table(country):
    days = [TABLE_BEGINS + timedelta(days=n) for n in range((TODAY - TABLE_BEGINS).days + 1)]
    assert all(rate_of(country, STANDARD, day) >= Decimal("0.08") for day in days)


def test_each_territory_has_a_source_and_a_day_within_a_year():
    for row in reference.rows("territories"):
        assert row["source"], row
        assert row["confirmed_by"], row
        assert TODAY - date.fromisoformat(row["looked_up"]) <= YEAR, row
        assert row["rates"] in rates.countries() | {""}, row


@pytest.mark.parametrize(
    ("country", "tax_class", "on", "percent"),
    [
        ("DE", STANDARD, "2020-06-30", "19"), ("DE", STANDARD, "2020-07-01", "16"), ("DE", STANDARD, "2020-12-31", "16"),
        ("DE", STANDARD, "2021-01-01", "19"), ("DE", REDUCED, "2020-10-03", "5"), ("DE", REDUCED, "2026-11-26", "7"),
        ("EE", STANDARD, "2025-06-30", "22"), ("EE", STANDARD, "2025-07-01", "24"),
        ("SK", STANDARD, "2024-12-31", "20"), ("SK", STANDARD, "2025-01-01", "23"), ("SK", REDUCED, "2025-01-01", "19"),
        ("SK", SUPER_REDUCED, "2025-01-01", "5"), ("FI", STANDARD, "2024-08-31", "24"), ("FI", STANDARD, "2024-09-01", "25.5"),
        ("FI", REDUCED, "2025-12-31", "14"), ("FI", REDUCED, "2026-01-01", "13.5"), ("RO", STANDARD, "2025-07-31", "19"),
        ("RO", STANDARD, "2025-08-01", "21"), ("RO", REDUCED, "2025-08-01", "11"), ("LU", STANDARD, "2026-01-01", "17"),
        ("LT", REDUCED, "2025-12-31", "9"), ("LT", REDUCED, "2026-01-01", "12"), ("CH", STANDARD, "2024-01-01", "8.1"),
        ("CH", REDUCED, "2024-01-01", "2.6"), ("AT", SUPER_REDUCED, "2026-06-30", "10"), ("AT", SUPER_REDUCED, "2026-07-01", "4.9"),
        ("PT-30", SUPER_REDUCED, "2024-09-30", "5"), ("PT-30", SUPER_REDUCED, "2024-10-01", "4"), ("PT-20", STANDARD, "2026-01-01", "16"),
        ("AT-JM", STANDARD, "2026-01-01", "19"), ("GB", ZERO, "2026-01-01", "0"), ("HU", STANDARD, "2026-01-01", "27"),
    ],
)  # fmt: skip
def test_a_rate_changes_on_its_day(country, tax_class, on, percent):
    assert rate_of(country, tax_class, date.fromisoformat(on)) == Decimal(percent) / 100


@pytest.mark.parametrize(
    ("country", "tax_class", "as_", "why"),
    [
        ("DK", REDUCED, STANDARD, "Denmark has no reduced rate"),
        ("NL", SUPER_REDUCED, REDUCED, "the Netherlands have one reduced rate"),
        ("FR", ZERO, SUPER_REDUCED, "France has no zero rate"),
        ("RO", ZERO, REDUCED, "Romania has neither zero nor super-reduced rate"),
    ],
)
def test_a_class_that_a_country_has_not_is_taxed_as_the_next_dearer(country, tax_class, as_, why):
    assert rate_of(country, tax_class, TODAY) == rate_of(country, as_, TODAY), why


def test_a_region_takes_from_its_country_what_it_does_not_say():
    assert rate_of("AT-JM", REDUCED, TODAY) == Decimal("0.10")


def test_a_territory_without_rates_takes_none_of_its_country():
    with pytest.raises(TaxRateUnknown, match="for ES-CN on"):
        rate_of("ES-CN", STANDARD, TODAY)


def test_a_rate_of_ones_own_goes_before_the_standard_rate_and_no_other():
    own = Decimal("0.16")
    assert rate_of("DE", STANDARD, TODAY, standard=own) == own
    assert rate_of("DE", REDUCED, TODAY, standard=own) == Decimal("0.07")
    assert rate_of("US", REDUCED, TODAY, standard=own) == own


def test_what_is_exempt_has_no_rate_anywhere():
    assert rate_of("US", EXEMPT, TODAY) == 0


def test_where_and_when_no_rate_is_known_none_is_made_up():
    with pytest.raises(TaxRateUnknown, match="US on 2026-11-26"):
        rate_of("US", STANDARD, date(2026, 11, 26))
    with pytest.raises(TaxRateUnknown, match="DE on 2019-12-31"):
        rate_of("DE", STANDARD, date(2019, 12, 31))


@pytest.mark.parametrize(
    ("country", "postal_code", "code", "law", "key", "union"),
    [
        ("DE", "10115", "DE", "DE", "DE", (True, True)),
        ("ES", "35001", "ES-CN", "ES-CN", "", (False, False)), ("ES", "38 001", "ES-CN", "ES-CN", "", (False, False)),
        ("ES", "51001", "ES-CE", "ES-CE", "", (False, False)), ("ES", "52001", "ES-ML", "ES-ML", "", (False, False)),
        ("ES", "28001", "ES", "ES", "ES", (True, True)),
        ("DE", "78266", "DE-BUESINGEN", "CH", "CH", (False, False)), ("DE", "27498", "DE-HELGOLAND", "DE-HELGOLAND", "", (False, False)),
        ("IT", "23041", "IT-LIVIGNO", "IT-LIVIGNO", "", (False, False)), ("IT", "22061", "IT-CAMPIONE", "IT-CAMPIONE", "", (False, False)),
        ("FI", "22100", "AX", "AX", "", (False, False)), ("AX", "22100", "AX", "AX", "", (False, False)),
        ("FR", "97400", "RE", "RE", "", (False, False)), ("GP", "97110", "GP", "GP", "", (False, False)),
        ("FR", "98713", "FR-OM", "FR-OM", "", (False, False)), ("FR", "98000", "MC", "FR", "FR", (True, True)),
        ("MC", "98000", "MC", "FR", "FR", (True, True)), ("FR", "20000", "FR", "FR", "FR", (True, True)),
        ("GR", "63086", "GR-69", "GR-69", "", (False, False)), ("GR", "630 87", "GR-69", "GR-69", "", (False, False)),
        ("GB", "bt1 5gs", "XI", "GB", "XI", (True, False)), ("XI", "", "XI", "GB", "XI", (True, False)),
        ("GB", "SW1Y 4JH", "GB", "GB", "GB", (False, False)), ("GB", "IM1 1AA", "IM", "GB", "GB", (False, False)),
        ("IM", "", "IM", "GB", "GB", (False, False)), ("GB", "JE2 3AB", "JE", "JE", "", (False, False)),
        ("GG", "", "GG", "GG", "", (False, False)), ("LI", "9490", "LI", "CH", "CH", (False, False)),
        ("AT", "6691", "AT-JM", "AT", "AT-JM", (True, True)), ("AT", "6993", "AT-JM", "AT", "AT-JM", (True, True)),
        ("AT", "6990", "AT", "AT", "AT", (True, True)), ("PT", "9000-082", "PT-30", "PT", "PT-30", (True, True)),
        ("PT", "9500-150", "PT-20", "PT", "PT-20", (True, True)), ("PT", "1100-148", "PT", "PT", "PT", (True, True)),
        ("SM", "47890", "SM", "SM", "", (False, False)), ("US", "78266", "US", "US", "", (False, False)),
        ("NO", "0150", "NO", "NO", "NO", (False, False)), ("CY", "", "CY", "CY", "CY", (True, True)),
    ],
)  # fmt: skip
def test_an_address_lies_in_a_territory(country, postal_code, code, law, key, union):
    place = place_of(country, postal_code)
    assert (place.code, place.law, place.rates) == (code, law, key)
    assert (place.goods_in_eu, place.services_in_eu) == union
    assert place.source


def test_a_territory_tells_its_name_and_why_it_is_one():
    assert place_of("ES", "35001").name == "Canary Islands"
    assert place_of("ES", "35001").source == "Directive 2006/112, art. 6 (1) (b)"
    assert (place_of("ES").name, place_of("ES").source) == ("ES", "Directive 2006/112, art. 5")


def test_the_eu_has_27_members():
    assert len(EU) == 27
    assert all(place_of(country).goods_in_eu for country in EU)
    assert {place for *_, place in territories.special() if place.goods_in_eu and not place.services_in_eu} == {
        place_of("XI")
    }
