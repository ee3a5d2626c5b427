"""What Prometheus, Alertmanager and Jaeger know, set up by the files of `deploy/observability`."""

import time
from collections.abc import Callable
from typing import Any

import yaml

from tests.http_client import HttpClient, NoAnswer
from tests.runtime.processes import wait_until
from wider.cells import Cell
from wider.check import Failed
from wider.compose.loading import DEPLOY
from wider.jaeger import Jaeger

_PROMETHEUS, _ALERTMANAGER = "http://prometheus:9090", "http://alertmanager:9093"
_WEBS = {("gotuto", "web1:8000"), ("gotuto", "web2:8000")}
_UP = _WEBS | {("watching", "localhost:9090"), ("watching", "alertmanager:9093")}
_HEARD = {(web, program) for _, web in _WEBS for program in ("worker", "beat")}
_SERVICES = {"gotuto-web", "gotuto-worker"}


def judge(prometheus: Cell) -> None:
    """promtool reads what is mounted, with all files that it names."""
    done = prometheus.ask("promtool", "check", "config", "/etc/prometheus/prometheus.yml")
    if done.returncode:
        raise Failed(f"promtool: {(done.stdout + done.stderr).strip()[-400:]}")


def targets(token: str) -> str:
    """All that is to be scraped is up, with rules and the way to Alertmanager, and nobody reads metrics without the token."""
    _refused_to_strangers(token)
    _wait(lambda: _states() == dict.fromkeys(_UP, "up"), lambda: f"Prometheus finds {_states()}", seconds=90)
    known = _ask(_PROMETHEUS, "alertmanagers")["activeAlertmanagers"]
    rules = [rule for group in _ask(_PROMETHEUS, "rules")["groups"] for rule in group["rules"]]
    written = yaml.safe_load((DEPLOY / "observability" / "rules.yml").read_text())["groups"]
    if len(known) != 1 or len(rules) != sum(len(group["rules"]) for group in written):
        raise Failed(f"Prometheus knows {len(known)} Alertmanagers and {len(rules)} rules")
    _wait(lambda: _heard() == _HEARD, lambda: f"the webs tell only of {_heard()}")
    return f"Prometheus scrapes {len(_UP)} targets, all up, both webs by their token, and {len(rules)} rules are read"


def trace(trace_id: str) -> str:
    """An order's spans, of web and worker. Raises Failed."""
    receiver = Jaeger("http://jaeger:4318", "http://jaeger:16686")

    def services() -> set[str]:
        return {span["service"] for span in receiver.trace(trace_id)}

    _wait(lambda: services() == _SERVICES, lambda: f"Jaeger has spans of {services()}")
    return f"Jaeger has its trace over {' and '.join(sorted(_SERVICES))}"


def alert(stop: Callable[[], Any]) -> str:
    """A web that is gone is told by Alertmanager. Raises Failed."""
    began = time.monotonic()
    stop()
    _wait(lambda: ("InstanceDown", "web2:8000") in _alerts(), lambda: f"Alertmanager has {_alerts()}", seconds=150)
    return f"a web that is stopped is an alert at Alertmanager {time.monotonic() - began:.0f} s later"


def _refused_to_strangers(token: str) -> None:
    web = HttpClient("http://web1:8000")
    told = [
        web.call("GET", "/metrics", headers=headers).status_code
        for headers in ({}, {"Authorization": f"Bearer x{token}"}, {"Authorization": f"Bearer {token}"})
    ]
    if told != [404, 404, 200]:
        raise Failed(f"/metrics answers {told} to nobody, to a wrong token and to the right one")


def _states() -> dict[tuple[str, str], str]:
    try:
        active = _ask(_PROMETHEUS, "targets")["activeTargets"]
    except NoAnswer:
        return {}
    return {(one["labels"]["job"], one["labels"]["instance"]): one["health"] for one in active}


def _heard() -> set[tuple[str, str]]:
    told = _ask(_PROMETHEUS, "query?query=gotuto_program_heard%3D%3D1")["result"]
    return {(one["metric"]["instance"], one["metric"]["program"]) for one in told}


def _alerts() -> set[tuple[str, str]]:
    told = HttpClient(_ALERTMANAGER).call("GET", "/api/v2/alerts").json()
    return {(one["labels"]["alertname"], one["labels"].get("instance", "")) for one in told}


def _ask(server: str, question: str) -> Any:
    return HttpClient(server).call("GET", f"/api/v1/{question}").json()["data"]


def _wait(is_so: Callable[[], bool], otherwise: Callable[[], str], *, seconds: float = 60) -> None:
    try:
        wait_until(is_so, seconds=seconds)
    except AssertionError as error:
        raise Failed(otherwise()) from error
