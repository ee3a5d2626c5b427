"""The web server behind nginx and HAProxy with kept connections: nothing is smuggled, and slow peers hold nobody up."""

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.http_client import HttpClient
from tests.journeys.street import Street
from tests.reliability.bystanders import Honest, suffer
from tests.reliability.peers import kinds
from tests.reliability.report import Report
from tests.runtime.smuggling import CASES, marked
from tests.runtime.web_server import Server, said_at
from wider.check import Check, Failed, Tool
from wider.instance import running
from wider.proxies import PROXIES, asked

_HONEST = 200
_SECONDS, _TRIES = 15, 4


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-proxies-") as folder:
        for name in PROXIES:
            _smuggle(Path(folder), name)
        seen = _suffer(Path(folder))
    return f"{len(CASES)} requests of request smuggling: none gets through; {seen}"


def _smuggle(folder: Path, name: str) -> None:
    place = folder / name
    place.mkdir()
    server = Server(place, "uvicorn")
    try:
        server.wait_until_it_listens()
        with PROXIES[name](place, server.port) as port:
            with ThreadPoolExecutor(16) as crowd:
                list(crowd.map(lambda case: said_at(port, marked(*case), seconds=3), enumerate(CASES)))
            strange = _strange_answers(port)
    finally:
        server.stop()
    # What the server has answered, and the proxy does not know that it asked for.
    smuggled = dict(Counter(_paths(server)) - asked(place))
    if smuggled or strange:
        raise Failed(f"behind {name} were smuggled: {smuggled}; answers of somebody else: {strange}")


def _paths(server: Server) -> list[str]:
    return [line.partition(" ")[2] for line in server.seen()]


def _strange_answers(port: int) -> list[str]:
    """Who asks afterwards on kept connections, and gets what another has asked for."""
    client = HttpClient(f"http://127.0.0.1:{port}")
    with closing(client):
        asked = [f"/honest-{number}" for number in range(_HONEST)]
        return [path for path in asked if client.call("GET", path).json()["path"] != path]


def _suffer(folder: Path) -> str:
    with running(GOTUTO_TRUSTED_PROXIES="1") as shop, Street(shop) as street:
        sku, server = street.sells(pieces=100_000), int(shop.url.rpartition(":")[2])
        told = []
        for name, proxy in PROXIES.items():
            with proxy(folder / name, server) as port:
                figures = _calmest(name, Honest(f"http://127.0.0.1:{port}", sku))
            told.append(
                f"{name}: /health/live p99 {figures['live p99 s']} s, slowest order {figures['slowest order s']} s"
            )
    return f"beside 1,600 slow peers behind {'; '.join(told)}"


def _calmest(name: str, honest: Honest) -> dict[str, Any]:
    """On a busy machine everybody waits now and then; behind slow peers everybody would wait each time."""
    slow = kinds(bodies=200, readers=200, idle=1000, drips=200)
    for _ in range(_TRIES):
        report, honest = Report(name, 0), replace(honest, live=[], orders=[])
        suffer(report, honest, slow, seconds=_SECONDS)
        if not report.wrong:
            return report.figures
    raise Failed(str(report))


CHECK = Check(
    "proxies",
    (Tool("nginx", ("nginx", "-v"), "Debian's nginx-light"), Tool("haproxy", ("haproxy", "-v"), "Debian's haproxy")),
    _run,
)
