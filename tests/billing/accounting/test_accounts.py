"""The accounts of a seller are kept, as far as they differ from the chart's."""

import pytest

from contexts.billing.accounting.models import AccountMap, LedgerAccount
from contexts.billing.errors import AccountsInvalid
from tests.billing.accounting.books import accounts
from tests.billing.sellers.builders import described


@pytest.fixture
def seller(db):
    described()


def test_what_datev_cannot_take_is_refused(seller):
    with pytest.raises(AccountsInvalid, match="consultant_number: a number from 1001 to 9999999"):
        accounts(consultant_number=1000)


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
