"""What a whole document comes to: plain Python, no database."""

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contexts.billing.lines.domain import bill
from contexts.billing.taxes.domain.pricing import Priced, PricedLine, TaxGroup, price
from contexts.billing.taxes.dto import Decision, Taxation, TaxCategory
from gotuto.money import CurrencyMismatch, Money, exponent, total
from tests.billing import lines as invoice_lines
from tests.refusals import refused

S, Z, E, AE, K, G, OUT = "S", "Z", "E", "AE", "K", "G", "O"
CODES = {K: "VATEX-EU-IC", AE: "VATEX-EU-AE", G: "VATEX-EU-G", OUT: "VATEX-EU-O"}


def taxed(rate: str, category: str = S) -> Taxation:
    """At a rate; or not at all, where the rate is what is inside the seller's gross prices."""
    percent = Decimal(rate) / 100
    owed = percent if category == S else Decimal(0)
    return Taxation(category=TaxCategory(category), rate=owed, included=percent, exemption=CODES.get(category, ""))


def line(amount: str, rate: str = "19", *, quantity: int = 1, currency="EUR", category=S, discount: str | None = None):
    return PricedLine(
        unit_price=Money.of(amount, currency),
        quantity=quantity,
        taxation=taxed(rate, category),
        discount=None if discount is None else Money.of(discount, currency),
    )


def priced(*lines: PricedLine, gross: bool = True, discount: str | None = None, currency="EUR") -> Priced:
    off = None if discount is None else Money.of(discount, currency)
    return price(lines, currency=currency, prices_include_tax=gross, discount=off)


def sums(document: Priced) -> str:
    return f"{document.net.amount} + {document.tax.amount} = {document.total.amount}"


@pytest.mark.parametrize(
    ("words", "lines", "more", "says"),
    [
        ("8500 − 7500 at 19 %, net", [line("8500")], {"gross": False, "discount": "7500"}, "1000.00 + 190.00 = 1190.00"),
        ("8500 − 7500 at 19 %, gross", [line("8500")], {"discount": "7500"}, "840.34 + 159.66 = 1000.00"),
        ("8500 − 7500 on the line", [line("8500", discount="7500")], {"gross": False}, "1000.00 + 190.00 = 1190.00"),
        ("8180 × 9.975 %", [line("8180", "9.975")], {"gross": False}, "8180.00 + 815.96 = 8995.96"),
        ("353.90 stays", [line("353.90")], {}, "297.39 + 56.51 = 353.90"),
        ("353.90 stays at 22 %", [line("353.90", "22")], {}, "290.08 + 63.82 = 353.90"),
        ("1,000,000 stays", [line("1000000")], {}, "840336.13 + 159663.87 = 1000000.00"),
        ("34.116425 never shows", [line("341.99", "9.975")], {"gross": False}, "341.99 + 34.11 = 376.10"),
        ("34.116425 is rounded once", [line("342.0193", "9.975", currency="CLF")], {"gross": False, "currency": "CLF"},
         "342.0193 + 34.1164 = 376.1357"),
        ("3 × 0.333 KWD", [line("0.333", "5", quantity=3, currency="KWD")], {"currency": "KWD"}, "0.951 + 0.048 = 0.999"),
        ("1 JPY at 10 %, gross", [line("1", "10", currency="JPY")], {"currency": "JPY"}, "1 + 0 = 1"),
        ("1 JPY at 10 %, net", [line("1", "10", currency="JPY")], {"gross": False, "currency": "JPY"}, "1 + 0 = 1"),
        ("5 JPY at 10 %, net: half up", [line("5", "10", currency="JPY")], {"gross": False, "currency": "JPY"}, "5 + 1 = 6"),
        ("999 lines of 0.01, gross", [line("0.01")] * 999, {}, "8.39 + 1.60 = 9.99"),
        ("999 lines of 0.01, net", [line("0.01")] * 999, {"gross": False}, "9.99 + 1.90 = 11.89"),
        ("gross 0.03 at 19 %", [line("0.03")], {}, "0.03 + 0.00 = 0.03"),
        ("gross 0.04 at 19 %", [line("0.04")], {}, "0.03 + 0.01 = 0.04"),
        ("nothing to pay", [], {}, "0.00 + 0.00 = 0.00"),
        ("all taken off", [line("11.90")], {"discount": "11.90"}, "0.00 + 0.00 = 0.00"),
        ("nothing taken off", [line("11.90")], {"discount": "0"}, "10.00 + 1.90 = 11.90"),
        ("a gift and a discount of nothing", [line("0")], {"discount": "0"}, "0.00 + 0.00 = 0.00"),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)  # fmt: skip
def test_amounts_as_in_the_field(words, lines, more, says):
    assert sums(priced(*lines, **more)) == says


@pytest.mark.parametrize("category", [K, AE, G, OUT, Z])
def test_where_no_tax_is_owed_the_tax_inside_the_price_is_taken_out_once(category):
    document = priced(line("0.10", category=category), line("0.10", category=category), line("0.10", category=category))
    assert sums(document) == "0.25 + 0.00 = 0.25", "0.30 × 19 / 119 is 0.0479; three lines of 0.016 would give 0.24"


def test_each_rate_that_was_inside_is_taken_out_of_its_own_group_and_the_document_says_one():
    document = priced(line("119.00", category=K), line("10.70", "7", category=K))
    [group] = document.groups
    assert sums(document) == "110.00 + 0.00 = 110.00"
    assert (group.rate, group.category, group.exemption) == (0, TaxCategory.INTRA_COMMUNITY, "VATEX-EU-IC")
    assert (group.lines.amount, group.net, group.gross) == (Decimal("129.70"), document.net, document.net)


def test_in_net_mode_nothing_is_inside():
    assert sums(priced(line("119.00", category=K), gross=False)) == "119.00 + 0.00 = 119.00"


def test_groups_are_by_rate_category_and_reason():
    lines = [line("119"), line("10.70", "7"), line("5", "0", category=E), line("1.19", category=G), line("1.19")]
    found = [(group.category, str(group.rate), str(group.gross.amount)) for group in priced(*lines).groups]
    assert found == [("E", "0", "5.00"), ("G", "0", "1.00"), ("S", "0.07", "10.70"), ("S", "0.19", "120.19")]


def test_what_else_a_decision_says_parts_no_group():
    plain = taxed("19")
    decision = Decision(
        category=plain.category, rate=plain.rate, included=plain.included,
        place="DE", row="domestic", reason="At home.", source="§ 12 UStG",
    )  # fmt: skip
    other = replace(decision, place="MC", row="taxed_at_destination")
    lines = [replace(line("0.10"), taxation=one) for one in (plain, decision, other)]
    [group] = priced(*lines).groups
    assert (group.tax.amount, group.exemption) == (Decimal("0.05"), "")


EXEMPT, SECOND_HAND = (
    Taxation(category=TaxCategory.EXEMPT, rate=Decimal(0), included=Decimal(0), exemption=code)
    for code in ("VATEX-EU-132", "VATEX-EU-F")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (taxed("7"), taxed("19")),
        (taxed("0", Z), taxed("7")),
        (taxed("0", E), taxed("0", Z)),
        (EXEMPT, SECOND_HAND),
        (taxed("7", K), taxed("19", K)),
    ],
)
def test_who_gets_the_odd_cent_of_a_discount_depends_on_no_order_of_lines(one, other):
    lines = [replace(line("1.00"), taxation=taxation) for taxation in (one, other)]
    first = priced(*lines, discount="0.01")
    assert first.groups == priced(*reversed(lines), discount="0.01").groups
    assert sum(group.discount.amount for group in first.groups) == Decimal("0.01")


@pytest.mark.parametrize(("one", "other"), [(taxed("0", E), taxed("0", Z)), (EXEMPT, SECOND_HAND)])
def test_groups_without_tax_stay_apart_by_category_and_by_reason(one, other):
    first, second = priced(*(replace(line("10.00"), taxation=each) for each in (other, one))).groups
    assert (first.category, first.exemption) == (one.category, one.exemption)
    assert (second.category, second.exemption) == (other.category, other.exemption)


def test_groups_stand_in_the_order_of_their_rates():
    groups = priced(line("1", "19"), line("1", "0", category=Z), line("1", "7")).groups
    assert [group.rate for group in groups] == [0, Decimal("0.07"), Decimal("0.19")]


def test_lines_tell_their_totals_in_their_order():
    document = priced(line("2.00", quantity=3, discount="1.50"), line("1.00", "7"))
    assert [one.amount for one in document.lines] == [Decimal("4.50"), Decimal("1.00")]


def test_a_discount_is_shared_over_the_groups_by_largest_remainder():
    document = priced(line("10.00"), line("10.00", "7"), line("10.00", "0", category=E), discount="10.00")
    shares = [(str(group.rate), str(group.discount.amount)) for group in document.groups]
    assert shares == [("0", "3.34"), ("0.07", "3.33"), ("0.19", "3.33")]
    assert all(group.gross == group.lines - group.discount for group in document.groups)
    assert document.total.amount == 20


@pytest.mark.parametrize("discount", ["11.91", "-0.01"])
def test_no_more_is_taken_off_than_there_is(discount):
    with refused("billing.discount_too_large", "cannot be taken off 11.90 EUR"):
        priced(line("11.90"), discount=discount)
    with refused("billing.discount_too_large", f"A discount of {discount} EUR cannot be taken off 11.90 EUR"):
        priced(line("11.90", discount=discount))


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatch):
        priced(line("1", currency="JPY"), currency="EUR")


# A machine that is busy breaks no rule.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CURRENCIES = ["JPY", "EUR", "KWD"]
KINDS = st.tuples(st.sampled_from(["0", "5.5", "7", "9.975", "19", "25.5", "27"]), st.sampled_from([S, K, G, AE, OUT]))


@st.composite
def documents(draw):
    """Lines with discounts of their own, a discount on all, a currency with 0, 2 or 3 decimals."""
    currency = draw(st.sampled_from(CURRENCIES))
    unit = Decimal(1).scaleb(-exponent(currency))

    def money(minor: int) -> Money:
        return Money(minor * unit, currency)

    lines = []
    for minor, quantity, (rate, category) in draw(
        st.lists(st.tuples(st.integers(0, 99_999), st.integers(1, 30), KINDS), min_size=1, max_size=8)
    ):
        off = draw(st.integers(0, minor * quantity))
        lines.append(
            PricedLine(unit_price=money(minor), quantity=quantity, taxation=taxed(rate, category), discount=money(off))
        )
    left = total((one.unit_price * one.quantity - one.discount for one in lines), currency)
    discount = money(draw(st.integers(0, int(left.amount / unit))))
    return lines, discount, currency


@unhurried
@given(documents(), st.booleans())
def test_the_parts_are_the_whole(document, gross):
    lines, discount, currency = document
    whole = price(lines, currency=currency, prices_include_tax=gross, discount=discount)
    assert whole.net + whole.tax == whole.total
    assert whole.total == total((group.gross for group in whole.groups), currency)
    assert whole.tax == total((group.tax for group in whole.groups), currency)
    assert discount == total((group.discount for group in whole.groups), currency)
    assert total(whole.lines, currency) == total((group.lines for group in whole.groups), currency)
    assert all(group.net + group.tax == group.gross for group in whole.groups)
    assert all(group.net.amount >= 0 and group.tax.amount >= 0 for group in whole.groups)


@unhurried
@given(documents(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_is_irrelevant(document, gross, shuffling):
    lines, discount, currency = document
    mixed = list(lines)
    shuffling.shuffle(mixed)
    one, other = (
        price(each, currency=currency, prices_include_tax=gross, discount=discount) for each in (lines, mixed)
    )
    assert (one.groups, one.net, one.tax, one.total) == (other.groups, other.net, other.tax, other.total)


@unhurried
@given(documents())
def test_in_gross_mode_who_owes_tax_pays_the_gross(document):
    lines, discount, currency = document
    whole = price(lines, currency=currency, prices_include_tax=True, discount=discount)
    for group in whole.groups:
        asked = group.lines - group.discount
        assert group.gross == asked if group.rate else group.gross <= asked


@unhurried
@given(documents(), st.sampled_from(["17", "19", "20", "25.5", "27"]))
def test_the_gross_does_not_move_with_the_country(document, rate):
    lines, discount, currency = document
    here = [replace(one, taxation=taxed(rate)) for one in lines]
    whole = price(here, currency=currency, prices_include_tax=True, discount=discount)
    assert whole.total == total(whole.lines, currency) - discount


cents = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999.99"), places=2)
positions = st.tuples(cents, st.integers(1, 99), st.sampled_from(["0", "7", "19", "25.5"]))


@unhurried
@given(st.lists(positions, min_size=1, max_size=8))
def test_the_plain_domestic_order_is_billed_to_the_byte_as_ever(parts):
    billed = bill(
        [invoice_lines.line(str(p), quantity=n, rate=str(Decimal(rate) / 100)) for p, n, rate in parts],
        currency="EUR",
        standard_rate=Decimal("0.19"),
    )
    # As the first release did it.
    by_rate: dict[Decimal, list[Money]] = {}
    for one in billed.lines:
        by_rate.setdefault(one.tax_rate, []).append(one.unit_price * one.quantity)
    for told, (rate, amounts) in zip(billed.tax_lines, sorted(by_rate.items()), strict=True):
        gross = total(amounts, "EUR")
        tax = gross.tax_included(rate)
        assert [str(one) for one in (told.rate, told.net.amount, told.tax.amount, told.gross.amount)] == [
            str(one) for one in (rate, (gross - tax).amount, tax.amount, gross.amount)
        ]
    assert billed.total == total((one.total for one in billed.lines), "EUR")


def off_by(group: TaxGroup) -> int:
    """By how many minor units the tax differs from BR-CO-17: net × rate, rounded."""
    asked = Money.round(group.net.amount * group.rate, group.net.currency)
    return int(abs((asked - group.tax).amount).scaleb(exponent(group.net.currency)))


def test_ten_thousand_gross_carts_keep_their_totals_and_their_tax_is_off_by_a_minor_unit_at_most():
    chance = random.Random(16)
    deviations: Counter[int] = Counter()
    for _ in range(10_000):
        goods = [
            line(str(Decimal(chance.randint(1, 99_999)) / 100), chance.choice(["5.5", "7", "9.975", "19", "20", "27"]),
                 quantity=chance.randint(1, 9))
            for _ in range(chance.randint(1, 6))
        ]  # fmt: skip
        cart = priced(*goods)
        assert cart.total == total((one.unit_price * one.quantity for one in goods), "EUR")
        deviations.update(off_by(group) for group in cart.groups)
    assert set(deviations) == {0, 1}
    assert round(deviations[1] / deviations.total(), 3) == 0.124, "3,324 of 26,791 groups"
