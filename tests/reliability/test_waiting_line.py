"""A small line: in order of arrival, nobody twice, and who waits in vain ends."""

import pytest

from tests.reliability.test_crash_points import tried

SMALL = ["--orders", "12", "--pieces", "5", "--clerks", "4", "--pairs", "3"]


@pytest.mark.parametrize(("without", "code"), [([], 0), (["--without", "order"], 1)], ids=["fair", "the last first"])
def test_a_line_is_served_in_order_of_arrival(without, code):
    seen = tried(*SMALL, *without, driver="waiting_line")
    assert seen.returncode == code, seen.stdout + seen.stderr
