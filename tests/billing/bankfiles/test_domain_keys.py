"""By what a line is known again."""

from contexts.billing.bankfiles.domain.keys import keyed
from tests.billing.bankstatements.lines import line


def test_a_line_is_known_by_the_reference_of_the_bank() -> None:
    keys = [
        key for key, _ in keyed("DE1", [line("5.00", bank_reference="B1"), line("5.00", bank_reference="B1", text="x")])
    ]
    assert keys == ["DE1/B1/5.00EUR", "DE1/B1/5.00EUR/2"]
    # Whatever else the bank says the next time.
    assert next(keyed("DE1", [line("5.00", bank_reference="B1", text="other")]))[0] == keys[0]


def test_without_a_reference_a_line_is_known_by_what_it_says() -> None:
    same = [line("5.00", text="a"), line("5.00", text="a"), line("5.00", text="b"), line("-5.00", text="a")]
    keys = [key for key, _ in keyed("DE1", same)]
    assert len(set(keys)) == 4
    assert keys[1] == f"{keys[0]}/2"
    assert keys[0].startswith("DE1/20261120-")
    # The same in another statement of the account, and not in one of another account.
    assert [key for key, _ in keyed("DE1", same[:1])] == keys[:1]
    assert next(keyed("DE2", same))[0] != keys[0]
    assert max(map(len, keys)) < 120


def test_all_that_a_line_says_tells_it_from_others() -> None:
    same = {"end_to_end": "E1", "structured": "RF18X", "name": "Ada", "iban": "DE1", "text": "Tea"}
    others = [line("5.00", **{**same, name: "other"}) for name in same]
    assert len({key for key, _ in keyed("DE1", [line("5.00", **same), *others])}) == 6
    # What stands in one field does not stand in the other.
    (one, _), (two, _) = keyed("DE1", [line("5.00", name="Ada", iban=""), line("5.00", name="", iban="Ada")])
    assert one != two


def test_a_key_has_an_account_a_day_what_was_said_and_an_amount() -> None:
    (key, _), *_ = keyed("DE1", [line("5.00", text="Tea")])
    account, said, amount = key.split("/")
    assert (account, said[:9], len(said), amount) == ("DE1", "20261120-", 25, "5.00EUR")
