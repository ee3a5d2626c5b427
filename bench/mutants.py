"""Mutation testing of the rules: `python -m bench.mutants [context …]`, `billing/dunning` for a topic, or `make mutants`.

Each mutant of a context's domain runs the context's domain tests (`tests/<context>/**/test_domain*.py`) in a process
forked for it, those of its topic first, until the first one fails. Kept tools were tried: mutmut leaves out tables,
constants and properties, where half of these rules stand; cosmic-ray takes six seconds a mutant and writes the faults into
the sources.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from itertools import groupby
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from bench.equivalent import EQUIVALENT
from bench.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
WANTED = 95
PARALLEL = 2
# Parts of the kernel that are rules in plain Python, and their tests.
KERNEL = {
    "gotuto/imports": (("cells", "header"), ("test_import_cells", "test_import_header")),
    "gotuto/tables": (
        ("csv_files", "csv_reading", "reading", "sheets", "workbook_reading", "workbooks"),
        ("test_tables", "test_table_reading"),
    ),
}
SECONDS_EACH = 60
_PYTEST = ["-x", "-q", "-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-p", "no:cacheprovider"]
# Looking for garbage at the end would take a third of the time.
_PYTEST += ["--assert", "plain", "-p", "no:unraisableexception"]


@dataclass(frozen=True)
class Fault:
    """A mutant of a file of rules."""

    path: Path
    mutant: Mutant

    @property
    def name(self) -> str:
        """Without its line, so that it stays the same when others change."""
        return f"{self.path.relative_to(ROOT)}: {' -> '.join(self.mutant.diff)}"

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


class Planted(MetaPathFinder, Loader):
    """Imports one module as its mutant; a package keeps the modules in it, which would fail every test otherwise."""

    def __init__(self, fault: Fault) -> None:
        self.fault, self.code = fault, fault.mutant.code(str(fault.path))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.fault.module:
            return None
        inside = [str(self.fault.path.parent)] if self.fault.path.name == "__init__.py" else None
        return spec_from_file_location(name, self.fault.path, loader=self, submodule_search_locations=inside)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102


def rules_of(part: str) -> list[Path]:
    """The files of a context's domain, of its topics too; or of one topic; or of a part of the kernel."""
    if part in KERNEL:
        return [ROOT / part / f"{name}.py" for name in KERNEL[part][0]]
    home = ROOT / "contexts" / part
    found = {*home.rglob("domain.py"), *home.rglob("domain/*.py")}
    return sorted(path for path in found if path.stat().st_size > 0)


def tests_of(part: str) -> list[str]:
    """The tests of these rules; a topic that has none of its own is tested by all of its context."""
    if part in KERNEL:
        return [str(ROOT / "tests" / "kernel" / f"{name}.py") for name in KERNEL[part][1]]
    own, whole = (ROOT / "tests" / found for found in (part, part.partition("/")[0]))
    return sorted(map(str, [*own.rglob("test_domain*.py")] or whole.rglob("test_domain*.py")))


def _in_turn(fault: Fault, tests: list[str]) -> list[list[str]]:
    """Those of its module first, then of its topic: they find most, and the others need not be collected then."""
    topic = fault.path.relative_to(ROOT).parts[2]

    def place(test: str) -> tuple[bool, bool]:
        return f"/{topic}/" not in test, not test.endswith(f"_{fault.path.stem}.py")

    return [list(some) for _, some in groupby(sorted(tests, key=place), key=place)]


def survivors(faults: Sequence[Fault], tests: list[str]) -> Iterator[Fault]:
    """Those with which all tests still pass."""
    waiting, running = list(reversed(faults)), dict[int, Fault]()
    while waiting or running:
        while waiting and len(running) < PARALLEL:
            fault = waiting.pop()
            running[_try(fault, _in_turn(fault, tests))] = fault
        done, status = os.wait()
        fault = running.pop(done)
        if os.WIFSIGNALED(status):
            print(f"  found by the time it took, more than {SECONDS_EACH} s: {fault.name}")
        elif os.waitstatus_to_exitcode(status) == 0:
            yield fault


def _try(fault: Fault | None, in_turn: list[list[str]]) -> int:
    pid = os.fork()
    if pid:
        return pid
    result = 1
    # Of the processor: on a busy machine none is found by the time that others take.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_EACH, SECONDS_EACH))
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if fault is not None:
            sys.meta_path.insert(0, Planted(fault))
        result = int(any(map(_run, in_turn)))
    finally:
        os._exit(result)


def _run(tests: list[str]) -> int:
    # The folders above are looked through otherwise.
    below = os.path.commonpath([os.path.dirname(test) for test in tests])
    return int(pytest.main([*_PYTEST, "--confcutdir", below, *tests]))


def examine(part: str) -> bool:
    """Print how the rules of a context or topic are guarded; whether enough of their mutants die."""
    rules, tests = rules_of(part), tests_of(part)
    if not tests or os.waitstatus_to_exitcode(os.waitpid(_try(None, [[test] for test in tests]), 0)[1]):
        print(f"{part}: has no domain tests, or they fail as it is: tests/{part}/**/test_domain*.py")
        return False
    faults = [Fault(path, mutant) for path in rules for mutant in mutants(path.read_text())]
    alive = sorted(survivors(faults, tests), key=lambda fault: (fault.path, fault.mutant.line))
    said = EQUIVALENT.get(part.partition("/")[0], {})
    known = {name for name in said if name.startswith((f"contexts/{part}/", f"{part}/"))}
    left = [fault for fault in alive if fault.name not in known]
    equivalent = len(alive) - len(left)
    counted = len(faults) - equivalent
    score = 100 * (counted - len(left)) / max(counted, 1)
    lines = sum(len(path.read_text().splitlines()) for path in rules)
    print(
        f"{part:<24}{lines:>6} lines{len(faults):>6} mutants{counted - len(left):>6} killed{len(left):>4} survived"
        f"{equivalent:>4} equivalent{score:>7.1f} %"
    )
    for fault in left:
        before, after = fault.mutant.diff
        print(f"  {fault.path.relative_to(ROOT)}:{fault.mutant.line}\n    - {before}\n    + {after}")
    for name in sorted(known - {fault.name for fault in alive}):
        print(f"  is no survivor any more, take it out of bench/equivalent.py: {name}")
    return score >= WANTED


def main(arguments: Sequence[str]) -> int:
    every = sorted(path.parent.name for path in (ROOT / "contexts").glob("*/apps.py"))
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument(
        "parts", nargs="*", help="contexts, topics or parts of the kernel; all contexts with rules, where none is named"
    )
    wanted = parser.parse_args(arguments).parts or [context for context in every if rules_of(context)]
    hypothesis.settings.register_profile("mutants", derandomize=True, database=None, deadline=None, max_examples=30)
    hypothesis.settings.load_profile("mutants")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    began = time.monotonic()
    results = [examine(context) for context in wanted]
    print(f"{time.monotonic() - began:.0f} s; wanted are {WANTED} % each")
    return 0 if all(results) else 1


if __name__ == "__main__":
    # What is imported here is not imported anew by each process; nothing of contexts, where the faults are.
    import gotuto.events
    import gotuto.money  # noqa: F401

    sys.exit(main(sys.argv[1:]))
