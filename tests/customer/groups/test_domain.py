"""The rules of groups of customers."""

import pytest

from contexts.customer.groups.domain import check_name, checked_code
from contexts.customer.groups.errors import GroupInvalid


def test_a_code_is_kept_in_capitals():
    assert checked_code(" trade ") == "TRADE"


def test_what_is_no_code_is_refused():
    with pytest.raises(GroupInvalid, match=r"code: It has up to 32 of A to Z"):
        checked_code("what?")


def test_a_group_is_called_something():
    check_name("Resellers")
    with pytest.raises(GroupInvalid, match="name: A group is called something"):
        check_name("  ")
