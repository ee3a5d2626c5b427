"""A Traefik that is told by a file what its own kinds say on a cluster, with a certificate of its own."""

import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.runtime.processes import free_port, wait_until
from wider import golang
from wider.check import Failed
from wider.manifests.rendering import Document

MODULE, VERSION = "github.com/traefik/traefik/v3", "v3.5.0"
HOST = "shop.example.com"
# Its module comes without the pages of its dashboard, which nobody opens here.
_PAGES = {"webui/static/index.html": "<!doctype html>\n"}


class Door(NamedTuple):
    """The ports of a Traefik with TLS and without, and whom to believe."""

    tls: int
    plain: int
    trusted: Path

    def secure(self, *, source: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> HTTPSConnection:
        """A connection from an address of this machine."""
        known = context or ssl.create_default_context(cafile=str(self.trusted))
        return _Named("127.0.0.1", self.tls, context=known, source_address=(source, 0), timeout=30)

    def insecure(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.plain, timeout=30)


class _Named(HTTPSConnection):
    """It asks an address for a host that has another one elsewhere."""

    def __init__(self, *place: Any, context: ssl.SSLContext, **options: Any) -> None:
        super().__init__(*place, context=context, **options)
        self._told = context

    def connect(self) -> None:
        HTTPConnection.connect(self)
        self.sock = self._told.wrap_socket(self.sock, server_hostname=HOST)


def program() -> Path:
    """Where Traefik is; built once by Go and kept. Raises Missed."""
    return golang.within("traefik", MODULE, VERSION, "./cmd/traefik", _PAGES)


def told(documents: Sequence[Document], server: int, certificate: tuple[Path, Path]) -> dict[str, Any]:
    """The same as a file: routes, middlewares, transports and options, with one server in place of the webs."""
    of: dict[str, dict[str, Any]] = {}
    for one in documents:
        if one["apiVersion"] == "traefik.io/v1alpha1":
            of.setdefault(one["kind"], {})[one["metadata"]["name"]] = one["spec"]
    services = {
        name: {"loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{server}"}], "serversTransport": transport}}
        for name, transport in _services(of["IngressRoute"])
    }
    return {
        "http": {
            "routers": {
                f"{name}-{number}": _router(spec, route)
                for name, spec in of["IngressRoute"].items()
                for number, route in enumerate(spec["routes"])
            },
            "middlewares": of["Middleware"],
            "services": services,
            "serversTransports": of["ServersTransport"],
        },
        "tls": {
            "options": of["TLSOption"],
            "certificates": [{"certFile": str(certificate[0]), "keyFile": str(certificate[1])}],
        },
    }


def _services(routes: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for spec in routes.values():
        for route in spec["routes"]:
            for service in route["services"]:
                if service["kind"] == "Service":
                    yield service["name"], service["serversTransport"]


def _router(spec: Document, route: Document) -> dict[str, Any]:
    [service] = route["services"]
    router = {
        "entryPoints": spec["entryPoints"],
        "rule": route["match"],
        "middlewares": [each["name"] for each in route.get("middlewares", ())],
        "service": service["name"],
    }
    return router | ({"tls": {"options": spec["tls"]["options"]["name"]}} if "tls" in spec else {})


@contextmanager
def running(documents: Sequence[Document], server: int) -> Iterator[Door]:
    """Raises Failed with its own words, if it does not take what it is told; Missed."""
    binary = program()
    with tempfile.TemporaryDirectory(prefix="gotuto-traefik-") as name:
        folder = Path(name)
        certificate = _certificate(folder)
        (folder / "told.yaml").write_text(yaml.safe_dump(told(documents, server, certificate)))
        door = Door(free_port(), free_port(), certificate[0])
        (folder / "static.yaml").write_text(yaml.safe_dump(_static(door, folder)))
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([binary, f"--configfile={folder}/static.yaml"], stdout=log, stderr=log)
        try:
            wait_until(lambda: process.poll() is not None or _is_ready(door), seconds=60)
            if wrong := [line for line in (folder / "log").read_text().splitlines() if '"level":"error"' in line]:
                raise Failed(f"Traefik: {wrong[0][-300:]}")
            yield door
        finally:
            process.terminate()
            process.wait(20)


def _static(door: Door, folder: Path) -> dict[str, Any]:
    return {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "entryPoints": {
            "web": {"address": f"127.0.0.1:{door.plain}"},
            "websecure": {"address": f"127.0.0.1:{door.tls}"},
        },
        "providers": {"file": {"filename": str(folder / "told.yaml"), "watch": False}},
        "log": {"level": "INFO", "format": "json"},
    }


def _is_ready(door: Door) -> bool:
    """It listens before it has read its file, and knows no route before that."""
    connection = door.insecure()
    try:
        connection.request("GET", "/", headers={"Host": HOST})
        return connection.getresponse().status != 404
    except OSError:
        return False
    finally:
        connection.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "shop.crt", folder / "shop.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return certificate, key
