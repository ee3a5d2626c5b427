"""Whoever hears a thing three times, and late, does it once."""

import subprocess
import sys

from tests.runtime.processes import PROJECT


def test_events_that_come_three_times_and_in_any_order_leave_the_same_shop():
    tried = subprocess.run(
        [sys.executable, "-m", "tests.reliability.duplicates", "--orders", "25"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "0 differences, 0 violations" in tried.stdout
