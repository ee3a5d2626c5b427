"""A small tree that people move about: no cycle, and none is lost."""

import pytest

from tests.reliability.test_crash_points import tried

SMALL = ["--seconds", "2", "--clients", "4", "--categories", "6"]


@pytest.mark.parametrize(("without", "code"), [([], 0), (["--without", "lock"], 1)], ids=["in turn", "past each other"])
def test_a_tree_stays_a_tree_whoever_moves_its_branches(without, code):
    seen = tried(*SMALL, *without, driver="branches")
    assert seen.returncode == code, seen.stdout + seen.stderr
