"""On which account what is booked, by DATEV's charts of 2024, and what DATEV takes of a seller's own."""

from datetime import date
from decimal import Decimal as D

import pytest

from contexts.billing.accounting.domain import accounts
from contexts.billing.accounting.dto import AccountMap, Chart
from contexts.billing.accounting.errors import AccountsInvalid
from tests.refusals import refused

# What is booked there by the names of the charts, with its accounts in SKR03 and SKR04.
CHARTS = [
    ("debtors", "10000", "10000"),  # the first of the persons' accounts
    ("between_sellers", "1590", "1370"),  # Durchlaufende Posten
    ("money:bank_transfer", "1200", "1800"),  # Bank
    ("money:cash", "1000", "1600"),  # Kasse
    ("money:*", "1360", "1460"),  # Geldtransit
    ("sale:home:S:19", "8400", "4400"),  # Erlöse 19 % USt
    ("sale:home:S:7", "8300", "4300"),  # Erlöse 7 % USt
    ("sale:home:S:*", "8200", "4200"),  # Erlöse
    ("sale:home:Z:*", "8290", "4290"),  # Erlöse 0 % USt
    ("sale:home:E:*", "8110", "4110"),  # Sonstige steuerfreie Umsätze Inland
    ("sale:home:K:*", "8125", "4125"),  # Steuerfreie innergemeinschaftliche Lieferungen § 4 Nr. 1b UStG
    ("sale:home:G:*", "8120", "4120"),  # Steuerfreie Umsätze § 4 Nr. 1a UStG
    ("sale:home:AE:*", "8337", "4337"),  # Leistungen nach § 13b UStG
    ("sale:home:O:*", "8338", "4338"),  # Nicht steuerbare Umsätze (Leistungsort Drittland)
    ("sale:oss:*:*", "8320", "4320"),  # Im anderen EU-Land steuerpflichtige Lieferungen
    ("sale:local:*:*", "8320", "4320"),
]


def seller(**given):
    return AccountMap(**{"legal_entity": "main", "consultant_number": 29098, "client_number": 55003, **given})


@pytest.mark.parametrize(("key", "skr03", "skr04"), CHARTS)
def test_both_charts_have_an_account_for_it_that_datev_takes(key, skr03, skr04):
    assert [accounts.of_chart(chart)[key] for chart in (Chart.SKR03, Chart.SKR04)] == [skr03, skr04]
    accounts.check(seller(accounts={key: skr03}))


def test_a_seller_has_the_accounts_of_the_chart_but_for_their_own():
    told = seller(
        chart=Chart.SKR04, accounts={"sale:home:S:19": "4400", "sale:home:S:7": "4301", "money:paypal": "1461"}
    )
    assert accounts.own(told) == {"sale:home:S:7": "4301", "money:paypal": "1461"}
    assert accounts.all_accounts(told) == accounts.of_chart(Chart.SKR04) | accounts.own(told)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("consultant_number", 1001, 9999999),
        ("client_number", 1, 99999),
        ("account_length", 4, 8),
        ("fiscal_month", 1, 12),
    ],
)
def test_numbers_are_those_of_the_header(name, least, most):
    for number in (least, most):
        accounts.check(seller(**{name: number}))
    for number in (least - 1, most + 1):
        with refused("billing.accounts_invalid", f"{name}: a number from {least} to {most}, not {number}."):
            accounts.check(seller(**{name: number}))


@pytest.mark.parametrize(
    "key",
    ["money:*", "money:pay-pal_2", "sale:oss:*:*", "sale:home:S:19", "sale:local:AE:5.5", "sale:home:S:10.25"],
)
def test_what_is_booked_has_a_name_of_that_form(key):
    accounts.check(seller(accounts={key: "8400"}))


@pytest.mark.parametrize(
    "key",
    ["sale:mars:S:19", "sale:home:X:19", "sale:home:S:19,5", "sale:home:S:100", "money:", "money:a b", "debtor", ""],
)
def test_what_is_never_booked_has_no_account(key):
    with refused("billing.accounts_invalid", f"{key}: is nothing that is booked."):
        accounts.check(seller(accounts={key: "8400"}))


def test_of_a_name_that_is_none_only_the_beginning_is_shown():
    with pytest.raises(AccountsInvalid, match=f"^{'x' * 48}: is nothing"):
        accounts.check(seller(accounts={"x" * 49: "8400"}))


@pytest.mark.parametrize(
    ("key", "account", "length"),
    [
        ("money:cash", "100", 4),
        ("money:cash", "1000", 4),
        ("money:cash", "10000000", 8),
        ("debtors", "10000", 4),
        ("debtors", "100000000", 8),
        ("sale:home:S:19", "8400 3", 4),
        ("sale:home:S:19", "8400 1234", 4),
    ],
)
def test_an_account_has_digits_and_a_sale_may_have_a_tax_key(key, account, length):
    accounts.check(seller(accounts={key: account}, account_length=length))


@pytest.mark.parametrize(
    ("key", "account", "most"),
    [
        ("money:cash", "10", 4),
        ("money:cash", "10000", 4),
        ("money:cash", "0100", 4),
        ("money:cash", "1000 3", 4),
        ("debtors", "100000", 5),
        ("debtors", "10000 3", 5),
        ("sale:home:S:19", "84001 3", 4),
        ("sale:home:S:19", "8400 12345", 4),
        ("sale:home:S:19", "8400;", 4),
    ],
)
def test_what_is_no_account_is_refused(key, account, most):
    with refused("billing.accounts_invalid", f"{key}: an account has 3 to {most} digits, not {account!r}."):
        accounts.check(seller(accounts={key: account}))


@pytest.mark.parametrize(
    ("day", "month", "first", "last"),
    [
        (date(2026, 10, 5), 1, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 6, 30), 7, date(2025, 7, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), 7, date(2026, 7, 1), date(2027, 6, 30)),
    ],
)
def test_a_fiscal_year_is_twelve_months_from_its_own_first(day, month, first, last):
    assert accounts.fiscal_year(day, month=month) == (first, last)


def test_a_file_is_about_one_fiscal_year():
    accounts.check_one_year(date(2026, 5, 1), date(2026, 6, 30), month=7)
    words = (
        "From 2026-05-01 to 2026-07-01 are two fiscal years, but a file is about one. Ask for 2026-05-01 to 2026-06-30"
    )
    with refused("invalid", words):
        accounts.check_one_year(date(2026, 5, 1), date(2026, 7, 1), month=7)


@pytest.mark.parametrize(
    ("declared_in", "category", "rate", "account"),
    [
        ("home", "S", "0.19", "4400"),
        ("home", "S", "0.0700", "4300"),
        ("home", "S", "0.16", "4200"),
        ("home", "K", "0", "4125"),
        ("oss", "S", "0.20", "4320"),
        ("local", "Z", "0", "4320"),
    ],
)
def test_the_most_particular_account_is_taken(declared_in, category, rate, account):
    found = accounts.sale_account(
        accounts.of_chart(Chart.SKR04), declared_in=declared_in, category=category, rate=D(rate)
    )
    assert found == (account, "")


def test_a_tax_key_stands_behind_its_account():
    own = accounts.of_chart(Chart.SKR03) | {"sale:home:S:*": "8200 3"}
    assert accounts.sale_account(own, declared_in="home", category="S", rate=D("0.16")) == ("8200", "3")


@pytest.mark.parametrize(("method", "account"), [("cash", "1000"), ("stripe", "1360"), ("paypal", "1361")])
def test_money_is_booked_by_the_way_it_came_or_as_on_its_way(method, account):
    own = accounts.of_chart(Chart.SKR03) | {"money:paypal": "1361"}
    assert accounts.money_account(own, method) == account
