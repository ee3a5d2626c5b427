"""nginx and HAProxy in front of a web server, with kept connections on both sides, as an operator would set them up."""

import os
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.runtime.processes import free_port, wait_until

EXAMPLE = Path(__file__).resolve().parents[1] / "deploy" / "haproxy.cfg"

# The connections to the server are let go before the server would do it (GOTUTO_WEB_HEAD_SECONDS).
_NGINX = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
    log_format path $request_uri;
    access_log {folder}/asked path;
    # The server behind bears slow readers; their answers need not be laid on a disk here.
    proxy_max_temp_file_size 0;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream shop {{
        server 127.0.0.1:{server};
        keepalive 16;
        keepalive_timeout 3s;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://shop;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}
    }}
}}
"""
_HAPROXY = """
global
    maxconn 8192
    log stdout format raw daemon
defaults
    mode http
    log global
    log-format %HU
    timeout connect 5s
    timeout client 30s
    timeout server 60s
    timeout http-request 10s
    timeout http-keep-alive 4s
frontend door
    bind 127.0.0.1:{port} backlog 4096
    default_backend shop
backend shop
    option forwardfor
    http-request set-header X-Forwarded-Proto http
    http-reuse safe
    server shop 127.0.0.1:{server} pool-purge-delay 2s
"""


@contextmanager
def nginx(folder: Path, server: int) -> Iterator[int]:
    """The port of an nginx in front of the port of a server."""
    with _started(folder, server, _NGINX, lambda file: ["nginx", "-p", str(folder), "-c", str(file)]) as port:
        yield port


@contextmanager
def haproxy(folder: Path, server: int) -> Iterator[int]:
    """The port of an HAProxy in front of the port of a server."""
    with _started(folder, server, _HAPROXY, lambda file: ["haproxy", "-db", "-f", str(file)]) as port:
        yield port


PROXIES = {"nginx": nginx, "HAProxy": haproxy}


@contextmanager
def two_webs(folder: Path, webs: Sequence[str]) -> Iterator[str]:
    """The address of HAProxy in front of two web servers, set up by the example of `deploy/`."""
    with _by_example(folder, EXAMPLE, {"WEB1": webs[0], "WEB2": webs[1]}) as address:
        yield address


@contextmanager
def in_front(folder: Path, webs: Sequence[str]) -> Iterator[str]:
    """The same in front of any number of them: the example with as many lines for servers."""
    lines = [line for line in EXAMPLE.read_text().splitlines() if not line.startswith("    server ")]
    file = folder / "haproxy.cfg"
    file.write_text("\n".join([*lines, *(f"    server web{number} {web}" for number, web in enumerate(webs, 1)), ""]))
    with _by_example(folder, file, {}) as address:
        yield address


@contextmanager
def _by_example(folder: Path, file: Path, webs: Mapping[str, str]) -> Iterator[str]:
    address = f"127.0.0.1:{free_port()}"
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(
            ["haproxy", "-db", "-f", str(file)], env={**os.environ, "DOOR": address, **webs}, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: _listens(int(address.rpartition(":")[2])))
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _started(folder: Path, server: int, text: str, command: Callable[[Path], list[str]]) -> Iterator[int]:
    port, file = free_port(), folder / "configuration"
    file.write_text(text.format(folder=folder, server=server, port=port))
    with (folder / "asked").open("a") as asked:
        process = subprocess.Popen(command(file), stdout=asked, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _listens(port))
        yield port
    finally:
        process.terminate()
        process.wait(20)


def asked(folder: Path) -> Counter[str]:
    """The paths that the proxy of this folder was asked for, as it has understood them."""
    return Counter(urlsplit(address).path for address in (folder / "asked").read_text().splitlines())


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
