"""Plays every failure, the disk as a small volume, and writes what was scraped meanwhile as a trial for promtool.

    python -m tests.playing.record VOLUME TRIAL

VOLUME is an empty directory of some 900 MB that a full disk may fill; all that runs lives there. Exit code 1 where a way does
not lead from a failure to its cure.
"""

import sys
from pathlib import Path

import yaml

from tests.playing import volume
from tests.playing.failures import FAILURES, Failure
from tests.playing.machine import Machine, running
from tests.playing.play import play
from tests.playing.recording import SCRAPES, Recording
from tests.playing.rules import RULES


def main(place: Path, trial: Path) -> int:
    try:
        with running(place, trial.parent) as machine:
            failures = [failure for failure in FAILURES if failure.name != volume.FULL.name]
            recordings = [recorded(failure, machine) for failure in [*failures, volume.FULL]]
            refused = volume.to_the_brim(machine)
    except AssertionError as wrong:
        print(wrong)  # noqa: T201
        return 1
    tests = [recording.trial() for recording in recordings]
    told = {"rule_files": [str(RULES)], "evaluation_interval": "15s", "tests": tests}
    trial.write_text(yaml.safe_dump(told, width=10_000))
    print(  # noqa: T201
        f"{len(recordings)} failures were played from cause to cure on one instance;"
        f" with nothing left on the disk {refused} orders were refused and none was lost"
    )
    return 0


def recorded(failure: Failure, machine: Machine) -> Recording:
    recording = Recording(failure.name, failure.alerts)

    def seen(moment: str) -> None:
        recording.pages[moment] = [machine.scrape() for _ in range(SCRAPES)]

    try:
        play(failure, machine, seen=seen)
    except AssertionError as wrong:
        raise AssertionError(f"{failure.name}: {wrong}") from wrong
    return recording


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
