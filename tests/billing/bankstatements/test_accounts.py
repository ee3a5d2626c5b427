"""Accounts whose statements are read: whose they are, and how their CSV is."""

from datetime import UTC, datetime

import pytest

from contexts.billing.bankfiles.errors import BankAccountUnknown
from contexts.billing.bankfiles.models import BankAccount
from contexts.billing.bankfiles.use_cases import enter_account
from contexts.billing.sellers.errors import SellerNotFound
from tests.billing.bankstatements.bank import account, bring, mapping
from tests.billing.bankstatements.files import IBAN, Entry
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 1, 2, tzinfo=UTC)


def test_an_account_is_that_of_a_seller() -> None:
    with pytest.raises(SellerNotFound):
        enter_account(iban=IBAN, legal_entity="nobody", currency="EUR")
    account()
    enter_account(iban="DE12 5001 0517 0648 4898 90", legal_entity="main", currency="EUR", name="Till")
    assert [str(row) for row in BankAccount.objects.order_by("id")] == ["Giro", "Till"]


def test_a_mapping_needs_its_account() -> None:
    with pytest.raises(BankAccountUnknown):
        mapping()


def test_the_account_that_a_seller_names_as_theirs_is_entered_by_itself() -> None:
    described(now=THEN)
    told = bring(Entry(amount="5.00"), iban=IBAN)
    assert (told.account.iban, told.account.legal_entity, told.account.currency) == (IBAN, "main", "EUR")
    bring(Entry(amount="6.00"), iban=IBAN, number="2")
    assert BankAccount.objects.count() == 1


def test_an_account_that_no_seller_names_is_not() -> None:
    described(now=THEN)
    with pytest.raises(BankAccountUnknown):
        bring(Entry(amount="5.00"), iban="DE12500105170648489890")
