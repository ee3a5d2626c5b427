"""On which account what is booked."""

from decimal import Decimal as D

import pytest

from contexts.billing.accounting.domain.accounts import of_chart, sale_account
from contexts.billing.accounting.dto import Chart
from contexts.billing.accounting.models import AccountMap, LedgerAccount
from contexts.billing.errors import AccountsInvalid
from tests.billing.accounting.books import accounts
from tests.billing.sellers.builders import described


@pytest.fixture
def seller(db):
    described()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"consultant_number": 1000}, "consultant_number: a number from 1001 to 9999999"),
        ({"client_number": 0}, "client_number"),
        ({"account_length": 9}, "account_length"),
        ({"fiscal_month": 13}, "fiscal_month"),
        ({"accounts": {"sale:mars:S:19": "8400"}}, "is nothing that is booked"),
        ({"accounts": {"debtors": "100000"}}, "up to|3 to 5 digits"),
        ({"accounts": {"money:cash": "10000"}}, "3 to 4 digits"),
        ({"accounts": {"money:cash": "1000 3"}}, "not '1000 3'"),
        ({"accounts": {"sale:home:S:19": "8400;"}}, "not '8400;'"),
    ],
)
def test_what_datev_cannot_take_is_refused(seller, given, says):
    with pytest.raises(AccountsInvalid, match=says):
        accounts(**given)


def test_only_what_differs_from_the_chart_is_kept(seller):
    accounts(accounts={"sale:home:S:19": "8400", "sale:home:S:7": "8301", "money:paypal": "1361"})
    assert dict(LedgerAccount.objects.values_list("key", "account")) == {
        "money:paypal": "1361",
        "sale:home:S:7": "8301",
    }
    assert [str(one) for one in LedgerAccount.objects.all()] == ["money:paypal 1361", "sale:home:S:7 8301"]
    accounts(accounts={})
    assert (LedgerAccount.objects.count(), AccountMap.objects.get().version) == (0, 2)
    assert str(AccountMap.objects.get()) == "main, SKR03"


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
    found = sale_account(of_chart(Chart.SKR04), declared_in=declared_in, category=category, rate=D(rate))
    assert found == (account, "")
