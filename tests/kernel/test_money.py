"""Money: exact, of one currency, rounded by one policy."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotuto.money import (
    CurrencyMismatch,
    CurrencyWithdrawn,
    Money,
    TooPrecise,
    UnknownCurrency,
    check_in_use,
    exponent,
    total,
)
from gotuto.money_fields import AmountField, CurrencyField

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "CLF"])
MINOR = st.integers(min_value=-(10**12), max_value=10**12)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=30).filter(any)


def of_minor(units, currency):
    return Money(Decimal(units).scaleb(-exponent(currency)), currency)


amounts = st.builds(of_minor, MINOR, CURRENCIES)


@given(amounts, WEIGHTS)
def test_shares_add_up_to_the_whole(amount, weights):
    assert total(amount.split(weights), amount.currency) == amount


@given(amounts, WEIGHTS)
def test_no_share_is_a_minor_unit_away_from_its_exact_part(amount, weights):
    unit = of_minor(1, amount.currency).amount
    for share, weight in zip(amount.split(weights), weights, strict=True):
        assert abs(share.amount - amount.amount * weight / sum(weights)) < unit


@given(amounts, WEIGHTS)
def test_who_has_no_weight_gets_nothing(amount, weights):
    for share, weight in zip(amount.split(weights), weights, strict=True):
        assert weight or share.is_zero


@given(amounts, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_weights_changes_no_share(amount, weights, chance):
    mixed = chance.sample(weights, len(weights))

    def by_weight(order):
        return sorted(zip(order, (share.amount for share in amount.split(order)), strict=True))

    assert by_weight(weights) == by_weight(mixed)


def test_the_odd_cent_goes_to_the_largest_remainder_and_then_to_the_first():
    assert [share.amount for share in Money.of("0.05", "EUR").split([1, 1, 1])] == [
        Decimal("0.02"),
        Decimal("0.02"),
        Decimal("0.01"),
    ]
    assert [str(share) for share in Money.of("1.00", "EUR").split([1, 2])] == ["0.33 EUR", "0.67 EUR"]
    assert [str(share) for share in Money.of("0.02", "EUR").split([1, 3])] == ["0.00 EUR", "0.02 EUR"]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_nothing_is_shared_out_without_weight(weights):
    with pytest.raises(ValueError, match="Weights"):
        Money.of(1, "EUR").split(weights)


@pytest.mark.parametrize(
    ("currency", "shown"), [("JPY", "100"), ("EUR", "100.00"), ("KWD", "100.000"), ("CLF", "100.0000")]
)
def test_an_amount_has_the_decimals_of_its_currency(currency, shown):
    assert str(Money.of(100, currency)) == f"{shown} {currency}"


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("1.005", "EUR"), ("1.0005", "KWD"), ("NaN", "EUR")])
def test_an_amount_finer_than_its_currency_is_refused(amount, currency):
    with pytest.raises(TooPrecise):
        Money.of(amount, currency)


# Every code that a release has taken, by its decimals: amounts in it are stored somewhere.
EVER_TAKEN = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
        CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
        IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
        MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
        SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW
        ZWG
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}


def test_a_code_that_was_ever_taken_is_read_for_ever():
    gone = "It has left ISO 4217: list it as withdrawn in gotuto/money.py."
    for decimals, codes in EVER_TAKEN.items():
        for code in codes.split():
            assert exponent(code) == decimals, f"{code}: {gone}"


def test_a_withdrawn_currency_is_read_but_nothing_new_is_in_it():
    assert str(Money.of("1.8", "ANG")) == "1.80 ANG"
    for code in ("ANG", "BGN"):
        with pytest.raises(CurrencyWithdrawn, match=f"{code} has been withdrawn"):
            check_in_use(code)
    with pytest.raises(UnknownCurrency):
        check_in_use("HRK")
    check_in_use("XCG")


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX", "XAU", "HRK", "DEM"])
def test_an_unknown_currency_is_refused(currency):
    with pytest.raises(UnknownCurrency):
        Money.of(1, currency)


@pytest.mark.parametrize(
    ("computed", "currency", "rounded"),
    [("0.005", "EUR", "0.01"), ("-0.005", "EUR", "-0.01"), ("0.0049", "EUR", "0.00"), ("0.5", "JPY", "1"),
     ("0.0005", "KWD", "0.001")],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(computed, currency, rounded):
    assert Money.round(Decimal(computed), currency) == Money.of(rounded, currency)


def test_the_tax_is_taken_out_of_the_gross_and_rounded_once():
    assert Money.of("11.90", "EUR").tax_included(Decimal("0.19")) == Money.of("1.90", "EUR")
    assert Money.of(1, "EUR").tax_included(Decimal(0)).is_zero


@given(amounts, amounts)
def test_sums_and_comparisons_keep_to_one_currency(left, right):
    operations = [left.__add__, left.__sub__, left.__lt__, left.__le__, left.__gt__, left.__ge__]
    for operation in operations:
        if left.currency == right.currency:
            operation(right)
        else:
            with pytest.raises(CurrencyMismatch):
                operation(right)


def test_money_counts():
    one, two = Money.of(1, "EUR"), Money.of(2, "EUR")
    assert one + one == two
    assert two - one == one
    assert one * 2 == two
    assert -one == Money.of(-1, "EUR")
    assert one < two
    assert one <= two
    assert two > one
    assert two >= one
    assert one.is_positive
    assert not Money.zero("EUR").is_positive


def test_a_sum_of_nothing_is_zero_and_a_mixed_one_is_refused():
    assert total([], "JPY") == Money.zero("JPY")
    with pytest.raises(CurrencyMismatch):
        total([Money.of(1, "EUR"), Money.of(1, "USD")], "EUR")


def test_columns_of_money_are_written_into_migrations_without_their_fixed_sizes():
    _, path, arguments, options = AmountField(null=True).deconstruct()
    assert (path, arguments, options) == ("gotuto.money_fields.AmountField", [], {"null": True})
    assert AmountField(null=True).max_digits == 19
    _, path, arguments, options = CurrencyField(default="EUR").deconstruct()
    assert (path, arguments, options) == ("gotuto.money_fields.CurrencyField", [], {"default": "EUR"})
