"""A small file whose worker is killed: as if nobody had touched it."""

import pytest

from tests.reliability.test_crash_points import tried

SMALL = ["--rows", "1500", "--kills", "3"]


@pytest.mark.parametrize(("without", "code"), [([], 0), (["--without", "unit"], 1)], ids=["as one", "apart"])
def test_a_file_comes_in_as_a_whole_whoever_is_killed(without, code):
    seen = tried(*SMALL, *without, driver="imports")
    assert seen.returncode == code, seen.stdout + seen.stderr
