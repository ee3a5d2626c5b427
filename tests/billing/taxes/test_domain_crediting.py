"""Shares of a document for credit notes: plain Python, no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.billing.taxes.domain.crediting import credit, credit_net_share, credit_share, credited_of
from contexts.billing.taxes.domain.pricing import PricedLine, TaxGroup, price
from contexts.billing.taxes.dto import Taxation, TaxCategory
from gotuto.money import Money, exponent, total
from tests.billing.taxes.test_domain_pricing import documents, line, priced, unhurried

NOTHING_YET: tuple[TaxGroup, ...] = ()


def money(amount: str, currency: str = "EUR") -> Money:
    return Money.of(amount, currency)


def amounts(groups) -> list[str]:
    return [f"{one.rate} {one.net.amount} + {one.tax.amount} = {one.gross.amount}" for one in groups]


def group(net: str, tax: str) -> TaxGroup:
    whole = money(net) + money(tax)
    return TaxGroup(
        rate=Decimal("0.19"), category=TaxCategory.STANDARD, exemption="", lines=whole, discount=money("0"),
        net=money(net), tax=money(tax), gross=whole,
    )  # fmt: skip


def test_all_of_a_document_is_credited_as_it_stands():
    document = priced(line("119.00"), line("10.70", "7"))
    credited = credit(document.groups, credited=NOTHING_YET, amount=document.total)
    assert amounts(credited) == ["0.07 10.00 + 0.70 = 10.70", "0.19 100.00 + 19.00 = 119.00"]
    assert [(one.lines, one.discount.amount) for one in credited] == [(money("10.70"), 0), (money("119.00"), 0)]


def test_a_part_has_its_part_of_the_tax_and_the_last_one_takes_what_is_left():
    document = priced(line("0.10"))
    first = credit(document.groups, credited=NOTHING_YET, amount=money("0.03"))
    second = credit(document.groups, credited=first, amount=money("0.03"))
    third = credit(document.groups, credited=(*first, *second), amount=money("0.04"))
    assert amounts(document.groups) == ["0.19 0.08 + 0.02 = 0.10"]
    assert amounts((*first, *second, *third)) == [
        "0.19 0.02 + 0.01 = 0.03", "0.19 0.02 + 0.01 = 0.03", "0.19 0.04 + 0.00 = 0.04"
    ]  # fmt: skip


def test_an_amount_is_shared_over_what_is_left_of_the_groups():
    document = priced(line("100.00"), line("100.00", "7"))
    first = credit(document.groups, credited=NOTHING_YET, amount=money("50.00"))
    assert [one.gross.amount for one in first] == [25, 25]
    later = credit(document.groups, credited=(first[0],), amount=money("35.00"))
    assert [one.gross.amount for one in later] == [15, 20], "75 and 100 are left"


def test_a_group_that_gets_nothing_is_left_out():
    document = priced(line("100.00"), line("0.01", "7"))
    assert [str(one.rate) for one in credit(document.groups, credited=NOTHING_YET, amount=money("0.01"))] == ["0.19"]


ZERO, EXEMPT, SECOND_HAND = (
    Taxation(category=category, rate=Decimal(0), included=Decimal(0), exemption=code)
    for category, code in (
        (TaxCategory.ZERO, ""),
        (TaxCategory.EXEMPT, ""),
        (TaxCategory.EXEMPT, "VATEX-EU-F"),
    )
)


@pytest.mark.parametrize(("one", "other"), [(ZERO, EXEMPT), (EXEMPT, SECOND_HAND)])
def test_what_was_credited_of_another_group_does_not_count(one, other):
    document, before = (
        priced(PricedLine(unit_price=money("100.00"), quantity=1, taxation=taxation)) for taxation in (one, other)
    )
    [credited] = credit(document.groups, credited=before.groups, amount=money("100.00"))
    assert (credited.category, credited.exemption, credited.gross) == (one.category, one.exemption, money("100.00"))


def test_more_than_is_left_is_an_error():
    document = priced(line("11.90"))
    with pytest.raises(ValueError, match=r"^More is to be credited than is left\.$"):
        credit(document.groups, credited=NOTHING_YET, amount=money("11.91"))
    with pytest.raises(ValueError, match=r"^More is to be credited than is left\.$"):
        credit_share(document.groups[0], credited=document.groups[0], gross=money("0.01"))


@pytest.mark.parametrize(
    ("credited", "gross", "says"),
    [
        (group("0", "0"), "5.95", "0.19 5.00 + 0.95 = 5.95"),
        (group("9.00", "0.00"), "1.19", "0.19 1.00 + 0.19 = 1.19"),
        (group("9.99", "0.00"), "1.91", "0.19 0.01 + 1.90 = 1.91"),
        (group("0.00", "1.90"), "5.00", "0.19 5.00 + 0.00 = 5.00"),
        (group("0.00", "1.80"), "5.00", "0.19 4.90 + 0.10 = 5.00"),
    ],
)
def test_no_more_tax_and_no_more_net_is_credited_than_is_left(credited, gross, says):
    share = credit_share(group("10.00", "1.90"), credited=credited, gross=money(gross))
    assert amounts([share]) == [says]


@unhurried
@given(documents(), st.booleans(), st.lists(st.integers(0, 1000), min_size=1, max_size=5))
def test_credits_in_parts_add_up_to_the_document(document, gross, weights):
    lines, discount, currency = document
    whole = price(lines, currency=currency, prices_include_tax=gross, discount=discount)
    parts = [] if whole.total.is_zero else whole.total.split([*weights, 1])
    credited: list[TaxGroup] = []
    for part in parts:
        if part.is_positive:
            new = credit(whole.groups, credited=credited, amount=part)
            assert total((one.gross for one in new), currency) == part
            assert all(one.net.amount >= 0 and one.tax.amount >= 0 for one in new)
            credited += new
    assert total((one.gross for one in credited), currency) == whole.total
    assert total((one.tax for one in credited), currency) == whole.tax
    assert total((one.net for one in credited), currency) == whole.net


@unhurried
@given(documents(), st.booleans())
def test_crediting_everything_leaves_nothing(document, gross):
    lines, discount, currency = document
    whole = price(lines, currency=currency, prices_include_tax=gross, discount=discount)
    if whole.total.is_positive:
        credited = credit(whole.groups, credited=NOTHING_YET, amount=whole.total)
        assert amounts(credited) == amounts(one for one in whole.groups if one.gross.is_positive)


@unhurried
@given(documents())
def test_a_line_by_itself_is_credited_as_it_was_priced(document):
    lines, _, currency = document
    one: PricedLine = lines[0]
    alone = price([one], currency=currency, prices_include_tax=True)
    if alone.total.is_positive:
        [share] = credit(alone.groups, credited=NOTHING_YET, amount=alone.total)
        assert share.tax == alone.tax
        assert exponent(currency) == -share.tax.amount.as_tuple().exponent


def test_where_prices_are_net_the_last_part_takes_the_rest_of_the_tax():
    whole, parts = group("0.08", "0.02"), []
    for net in ("0.03", "0.03", "0.02"):
        parts.append(credit_net_share(whole, credited=credited_of(whole, parts), net=money(net)))
    assert amounts(parts) == ["0.19 0.03 + 0.01 = 0.04", "0.19 0.03 + 0.01 = 0.04", "0.19 0.02 + 0.00 = 0.02"]


def test_a_part_never_has_more_tax_than_is_left():
    whole = group("10.00", "1.90")
    before = group("0.01", "1.90")
    assert amounts([credit_net_share(whole, credited=before, net=money("5.00"))]) == ["0.19 5.00 + 0.00 = 5.00"]


def test_nothing_has_no_tax():
    whole, before = group("10.00", "1.90"), group("0.00", "0.00")
    for nothing in (
        credit_net_share(whole, credited=before, net=money("0")),
        credit_share(whole, credited=before, gross=money("0")),
    ):
        assert amounts([nothing]) == ["0.19 0.00 + 0.00 = 0.00"]


def test_no_more_net_is_credited_than_is_left():
    whole = group("10.00", "1.90")
    with pytest.raises(ValueError, match="More"):
        credit_net_share(whole, credited=group("9.00", "1.71"), net=money("1.01"))
