"""What befalls a shop: each scenario drives orders, makes faults, and says what it saw and what was wrong."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.http_client import HttpClient
from tests.reliability import crowds
from tests.reliability.load import Refusal
from tests.reliability.report import Report
from tests.reliability.storm import Storm, storm
from tests.reliability.waker import Waker
from tests.runtime.processes import PROJECT, free_port, wait_for_end

KILLS, ORDERS, PAUSES = 50, 500, 50
# Each may be in the middle of a mail when the mail server dies.
WORKER_PROCESSES = 2

_BREAKER = """
SELECT CASE WHEN open_until IS NULL THEN 'closed' WHEN open_until > clock_timestamp() THEN 'open' ELSE 'half-open' END
FROM gotuto_outbound_breaker WHERE destination = 'mail'
"""


@dataclass(frozen=True)
class Outage:
    """A time in which a data store was away."""

    began: float
    ended: float

    def excuses(self, refusal: Refusal) -> bool:
        return refusal.began <= self.ended and refusal.ended >= self.began


def kill(
    report: Report, directory: Path, seconds: float, rate: float, *, kills: int = KILLS, orders: int = ORDERS
) -> None:
    """kill -9 of a worker's child or parent, a web worker or beat, about once a second, until there were enough."""
    killed: Counter[str] = Counter()
    with storm(report, directory, seconds=seconds, rate=rate) as on:
        victims: list[tuple[str, Callable[[], list[int]]]] = [
            ("worker child", lambda: on.shop.children("worker")),
            ("worker", lambda: [pid for pid in [on.shop.pid("worker")] if pid]),
            ("web worker", lambda: on.shop.children("web")),
            ("beat", lambda: [pid for pid in [on.shop.pid("beat")] if pid]),
        ]
        for _ in on.until_it_is_over(lambda: killed.total() >= kills and len(on.buyers.promised()) >= orders):
            (name, found) = on.dice.choices(victims, weights=[70, 10, 10, 10])[0]
            pids = found()
            if pids and on.strike(on.dice.choice(pids), signal.SIGKILL):
                killed[name] += 1
            on.watch(on.dice.uniform(0.3, 0.9))
    report.figures |= {"kills": killed.total(), **{f"of {name}": number for name, number in killed.items()}}
    report.expect(killed.total() >= kills, f"only {killed.total()} kills")
    report.expect(report.figures["orders"] >= orders, f"only {report.figures['orders']} orders")
    unknown = report.figures["unknown mails"]
    report.expect(unknown <= killed.total(), f"{unknown} mails of unknown fate after {killed.total()} kills")


def valkey(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """Valkey is killed five times and comes back empty."""
    killed = 0
    with storm(report, directory, seconds=seconds, rate=rate) as on:
        for _ in range(5):
            on.watch(seconds / 6)
            killed += on.strike(on.shop.pid("valkey"), signal.SIGKILL)
        on.watch(seconds / 6)
    report.figures["kills"] = killed
    report.expect(killed == 5, f"only {killed} kills")
    _no_failing_answers(report)


def freeze(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """Valkey answers nobody for a while."""
    with storm(report, directory, seconds=seconds, rate=rate) as on:
        on.watch(2)
        pid = on.shop.pid("valkey")
        on.strike(pid, signal.SIGSTOP)
        try:
            on.watch(seconds / 2)
            said = HttpClient(on.shop.instance.url, timeout=20).call("GET", "/health/ready").json()
            on.watch(seconds / 2)
        finally:
            on.strike(pid, signal.SIGCONT)
        report.figures["frozen s"] = seconds
        report.expect(said.get("degraded") == ["broker"], f"readiness said {said}")
    _no_failing_answers(report)


def postgres(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """PostgreSQL is shut down three times without a goodbye, as `pg_ctl restart -m immediate` does."""
    outages = []
    with storm(report, directory, seconds=seconds, rate=rate) as on:
        before = {name: on.shop.pid(name) for name in ("web", "worker", "beat")}
        for _ in range(3):
            on.watch(seconds / 4)
            outages.append(_crash_of_postgres(on))
        on.watch(seconds / 4)
        after = {name: on.shop.pid(name) for name in before}
        report.expect(before == after, f"the programs were started again: {before} became {after}")
    unexcused = [each for each in on.buyers.failures() if not any(outage.excuses(each) for outage in outages)]
    report.figures |= {
        "down s": [round(outage.ended - outage.began, 1) for outage in outages],
        "failed while up": len(unexcused),
    }
    report.expect(not unexcused, f"failed while PostgreSQL was up: {unexcused[:5]}, down: {outages}")


def _crash_of_postgres(on: Storm) -> Outage:
    """Down from the signal on, until somebody new is let in."""
    pid, began = on.shop.pid("postgres"), time.monotonic()
    on.report.expect(on.strike(pid, signal.SIGQUIT), "PostgreSQL was not there to be stopped")
    if pid is not None:
        # Until it is gone it may still let somebody in.
        wait_for_end(pid, seconds=30)
    on.shop.wait_for_database()
    return Outage(began, time.monotonic())


def two_workers(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """A worker stands still in the middle of a saga, for longer than its lease; with and without the database's patience."""
    _pauses(report, directory, seconds, rate, patience_ms=500, least_fenced=0)
    # Only a session that the database does not end by itself comes as far as the fence for sure.
    _pauses(report, directory, seconds, rate, patience_ms=0, least_fenced=1)


def _pauses(
    report: Report, directory: Path, seconds: float, rate: float, *, patience_ms: int, least_fenced: int
) -> None:
    name = f"time-out {patience_ms} ms" if patience_ms else "no time-out"
    trouble = {"GOTUTO_TROUBLE": "pause open_invoice 0.25", "GOTUTO_IDLE_TRANSACTION_MS": str(patience_ms)}
    # Few orders for many workers, and many products: somebody must be free to take over what a paused one holds, and
    # not everybody may wait for the stock that it has locked.
    lease = {"GOTUTO_LEASE_SECONDS": "1", "GOTUTO_WORKER_PROCESSES": "6", "GOTUTO_BACKOFF_SECONDS": "0.1"}
    (here := directory / str(patience_ms)).mkdir()
    calm = {"rate": min(rate, 4), "products": 60}
    with Waker() as waker, storm(report, here, seconds=seconds, **calm, **trouble, **lease) as on:
        waker.look_after(lambda: on.shop.children("worker"))
        for _ in on.until_it_is_over(lambda: waker.woken >= PAUSES and on.shop.fenced() >= least_fenced):
            on.watch(1)
    seen = {"pauses": waker.woken} | {key: report.figures.pop(key) for key in ("orders", "settled s", "fenced")}
    report.figures |= {f"{key} with {name}": figure for key, figure in seen.items()}
    report.expect(waker.woken >= PAUSES, f"only {waker.woken} pauses with {name}")
    report.expect(seen["fenced"] >= least_fenced, f"nobody met the fence with {name}")


def poison(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """A handler that always breaks and a step that kills its worker, until somebody cures them."""
    switch = directory / "poisoned"
    switch.touch()
    wishes = {"GOTUTO_TROUBLE": "poison", "GOTUTO_TROUBLE_SWITCH": str(switch), "GOTUTO_MAX_ATTEMPTS": "4"}
    fast = {"GOTUTO_BACKOFF_SECONDS": "0.2"}
    with storm(report, directory, seconds=seconds, rate=rate, **wishes, **fast) as on:
        [deadly] = on.shop.fill(1)
        switch.write_text(deadly)
        victim = on.buyers.buy({deadly: 1})
        lags = []
        for _ in on.until_it_is_over():
            on.watch(0.5)
            lags.append(on.shop.lag(["reliability.poisoned"]))
        parked = on.shop.sql("SELECT last_error FROM gotuto_sagas_sagarun WHERE needs_attention")
        dead = on.shop.sql("SELECT last_error FROM gotuto_outbox_delivery WHERE state = 'dead'")
        report.figures |= {"parked": len(parked), "dead": len(dead), "greatest lag s": round(max(lags), 1)}
        report.expect([error for (error,) in parked] == ["The worker died at this step."], f"parked: {parked}")
        report.expect(bool(dead) and all("poison" in error for (error,) in dead), f"dead: {dead[:1]}")
        report.expect(max(lags) < 5, f"others waited for {max(lags):.1f} s")
        switch.unlink()
        on.shop.instance.manage("events", "retry")
        on.shop.instance.manage("saga", "retry", victim.order_id)


def mail_server(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """The destination of all mails is killed three times; while it is away, its circuit breaker keeps the mails back."""
    port, states = free_port(), Counter[str]()
    with (
        _offices(port, directory / "book") as open_office,
        storm(report, directory, seconds=seconds, rate=rate, GOTUTO_POST_OFFICE_PORT=str(port)) as on,
    ):
        for _ in range(3):
            office = open_office()
            on.watch(seconds / 6)
            on.strike(office.pid, signal.SIGKILL)
            office.wait()
            on.watch(seconds / 6)
            states.update(state for (state,) in on.shop.sql(_BREAKER))
        open_office()
    report.figures |= {"kills": 3, "breaker while it was away": dict(states)}
    report.expect(states["open"] > 0, f"the circuit breaker was {dict(states)} while the mail server was away")
    unknown = report.figures["unknown mails"]
    report.expect(unknown <= 3 * WORKER_PROCESSES, f"{unknown} mails of unknown fate after 3 kills")
    _no_failing_answers(report)


@contextmanager
def _offices(port: int, book: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Mail servers on one port, one after the other; the last one ends with the block."""
    opened: list[subprocess.Popen[bytes]] = []

    def open_office() -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "tests.reliability.smtp_office", str(port), str(book)]
        opened.append(subprocess.Popen(program, cwd=PROJECT))
        return opened[-1]

    try:
        yield open_office
    finally:
        for office in opened:
            office.kill()
            office.wait()


def _no_failing_answers(report: Report) -> None:
    report.expect(report.figures["5xx"] == 0, f"{report.figures['5xx']} answers were 5xx")
    report.expect(report.figures["p99 s"] < 3, f"p99 was {report.figures['p99 s']} s")


SCENARIOS: dict[str, Callable[[Report, Path, float, float], None]] = {
    "oversell": crowds.oversell,
    "deadlocks": crowds.deadlocks,
    "kill": kill,
    "valkey": valkey,
    "freeze": freeze,
    "postgres": postgres,
    "two-workers": two_workers,
    "poison": poison,
    "mail-server": mail_server,
}
