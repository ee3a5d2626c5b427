"""Accounts as they are typed, and as they are kept: plain Python, no database."""

import pytest

from contexts.billing.sellers.domain.bank import checked
from contexts.billing.sellers.dto import Bank
from tests.refusals import refused


def test_an_account_is_kept_in_one_spelling_with_the_rest_of_what_was_said():
    said = Bank(iban="de02 1203 0000 0000 2020 51", bic="byladem1001", holder="Tea Trading", name="DKB")
    assert checked(said) == Bank(iban="DE02120300000000202051", bic="BYLADEM1001", holder="Tea Trading", name="DKB")


@pytest.mark.parametrize(
    ("iban", "bic"),
    [
        ("DE02120300000000202051", "BYLADEM1001"),
        ("DE02 5001 0517 0137 0750 30", "INGDDEFFXXX"),
        ("SA0380000000608010167519", ""),
    ],
    ids=["a bank in Germany", "with blanks", "a country whose banks are in no table"],
)
def test_the_bank_is_found_by_the_account_where_that_tells(iban, bic):
    assert checked(Bank(iban=iban)).bic == bic


@pytest.mark.parametrize(
    ("bank", "words"),
    [
        (Bank(iban="DE03120300000000202051"), "'DE03120300000000202051' is no IBAN (Invalid checksum digits)."),
        (Bank(iban="DE02120300000000202051", bic="NOBANK"), "'NOBANK' is no BIC (Invalid length '6')."),
    ],
)
def test_a_typing_mistake_is_told_with_what_is_wrong(bank, words):
    with refused("billing.bank_account_invalid", f"{words} Copy it from the bank's own papers."):
        checked(bank)
