"""The programs of the laboratory start; what they do takes too long for the tests."""

import subprocess
import sys

import pytest

from tests.architecture import tree

PROGRAMS = [
    "bench.beside",
    "bench.costs",
    "bench.growth",
    "bench.hot",
    "bench.issuing",
    "bench.mutants",
    "bench.operations",
    "bench.soak",
    "bench.traced",
    "tests.reliability.availability",
    "tests.reliability.branches",
    "tests.reliability.imports",
    "tests.reliability.bursts",
    "tests.reliability.chaos",
    "tests.reliability.crash_points",
    "tests.reliability.document_points",
    "tests.reliability.duplicates",
    "tests.reliability.hoarder",
    "tests.reliability.meetings",
    "tests.reliability.numbering",
    "tests.reliability.outbound_points",
    "tests.reliability.overdue",
    "tests.reliability.payment_points",
    "tests.reliability.unpaid",
    "tests.reliability.waiting_line",
    "tests.reliability.warehouse",
    "tests.reliability.slow_peers",
    "tests.reliability.upgrade",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_says_how_it_is_used(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", program, "--help"], cwd=tree.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "usage:" in done.stdout) == (0, True), done.stderr[-2000:]
