"""A log does not grow for ever, and the process that writes it need not know."""

import subprocess
import sys

from gotuto.runtime.log_files import LogFiles
from gotuto.runtime.stopping import ShutdownRequest
from gotuto.runtime.supervisor import ManagedProcess, Supervisor
from tests.runtime.processes import wait_until

FILES = LogFiles(longest_bytes=10, kept=2)


def texts(log):
    return [path.read_text() for path in (log, *sorted(log.parent.glob(f"{log.name}.*")))]


def test_a_log_that_is_short_or_not_there_is_left_alone(tmp_path):
    log = tmp_path / "web.log"
    FILES.put_aside(log)
    log.write_text("ten bytes!")
    FILES.put_aside(log)
    assert texts(log) == ["ten bytes!"]


def test_the_latest_are_kept_and_the_oldest_goes(tmp_path):
    log = tmp_path / "web.log"
    for number in range(4):
        log.write_text(f"the long log {number}")
        FILES.put_aside(log)
    assert texts(log) == ["", "the long log 3", "the long log 2"]
    assert (tmp_path / "web.log.1").stat().st_mode & 0o777 == 0o600


def test_where_none_is_kept_it_is_only_cut(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("a long log again")
    LogFiles(longest_bytes=10, kept=0).put_aside(log)
    assert texts(log) == [""]


def test_a_process_goes_on_writing_into_the_file_that_was_cut(tmp_path):
    log = tmp_path / "worker.log"
    says = "import sys\nfor line in sys.stdin:\n    print('said ' + line.strip(), flush=True)"
    with log.open("ab") as out:
        process = subprocess.Popen([sys.executable, "-c", says], stdin=subprocess.PIPE, stdout=out, text=True)

    class Worker:
        pass

    worker = Worker()
    worker.log = log
    supervisor = Supervisor(say=print, shutdown=ShutdownRequest(), log_files=FILES)
    managed = ManagedProcess(worker, process, started_at=0)
    try:
        for word in ("something long", "more"):
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            wait_until(lambda word=word: f"said {word}" in log.read_text())
            supervisor.look_after(managed, 0)
    finally:
        process.stdin.close()
        process.wait(10)
    assert texts(log) == ["said more\n", "said something long\n"]
