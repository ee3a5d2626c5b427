"""Jaeger, as a program of this machine or built from its module, with OTLP in and its query API out on free ports."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.http_client import HttpClient, NoAnswer
from tests.runtime.processes import free_port, wait_until
from wider import golang

VERSION = "v1.76.0"
_MODULE = "github.com/jaegertracing/jaeger"


class Jaeger(NamedTuple):
    """A running one: `url` takes OTLP over HTTP, `query` tells what came."""

    url: str
    query: str

    def trace(self, trace_id: str) -> list[dict[str, Any]]:
        """The spans of a trace, each with the name of its service; none as long as it is unknown."""
        answer = HttpClient(self.query).call("GET", f"/api/traces/{trace_id}")
        found = answer.json()["data"] if answer.is_success else []
        return [{**span, "service": one["processes"][span["processID"]]["serviceName"]}
                for one in found for span in one["spans"]]  # fmt: skip


def program() -> Path:
    """Where Jaeger is; built once by Go and kept. Raises Missed."""
    if here := shutil.which("jaeger"):
        return Path(here)
    return golang.within("jaeger", _MODULE, VERSION, "./cmd/jaeger")


@contextmanager
def running() -> Iterator[Jaeger]:
    otlp, query = (f"127.0.0.1:{free_port()}" for _ in range(2))
    with tempfile.TemporaryDirectory(prefix="gotuto-jaeger-") as folder:
        file = Path(folder) / "jaeger.yml"
        file.write_text(yaml.safe_dump(_configuration(otlp, query)))
        process = subprocess.Popen(
            [program(), "--config", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        )
        try:
            wait_until(lambda: _answers(f"http://{query}"), seconds=60)
            yield Jaeger(f"http://{otlp}", f"http://{query}")
        finally:
            process.terminate()
            process.wait(30)


def _answers(query: str) -> bool:
    try:
        return HttpClient(query).call("GET", "/api/services").is_success
    except NoAnswer:
        return False


def _configuration(otlp: str, query: str) -> dict[str, Any]:
    return {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query"],
            "pipelines": {"traces": {"receivers": ["otlp"], "exporters": ["jaeger_storage_exporter"]}},
            "telemetry": {"metrics": {"level": "none"}},
        },
        "extensions": {
            "jaeger_storage": {"backends": {"memory": {"memory": {"max_traces": 1000}}}},
            "jaeger_query": {
                "storage": {"traces": "memory"},
                "http": {"endpoint": query},
                "grpc": {"endpoint": f"127.0.0.1:{free_port()}"},
            },
        },
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": otlp}}}},
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "memory"}},
    }
