"""Readiness names a worker or a beat that stands still, and nobody once it works again."""

import os
import signal

import pytest

from tests.runtime.processes import pids_in, wait_until


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_readiness_names_who_stands_still(instance, street, program):
    def degraded():
        return street.health()["degraded"]

    wait_until(lambda: degraded() == [])
    session = pids_in(instance.data_dir)[program]
    os.killpg(session, signal.SIGSTOP)
    try:
        # Beat rings for the worker: where it stands still, the worker has nothing to take up.
        wait_until(lambda: program in degraded())
    finally:
        os.killpg(session, signal.SIGCONT)
    wait_until(lambda: degraded() == [])
