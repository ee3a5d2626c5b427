"""Whenever a worker dies, or stands still for longer than its lease, the order ends as if nothing had happened."""

import subprocess
import sys

import pytest

from tests.journeys.instance import PROJECT


@pytest.mark.parametrize("every_step", ["0", "1"], ids=["one transaction", "a commit after each step"])
def test_a_blow_at_any_moment_of_an_order_changes_nothing(every_step):
    tried = subprocess.run(
        [sys.executable, "-m", "tests.reliability.crash_points", "--quick", "--every-step", every_step],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert " 0 failures" in tried.stdout
