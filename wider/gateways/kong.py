"""Kong's declarative configuration: read by decK, and held against the product.

decK does not look into plugins; what a field of theirs may be is said here, as Kong's own schemas say it.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from gotuto.configuration import Configuration
from wider.check import Missed
from wider.manifests import gateways, ways
from wider.manifests.rendering import DEPLOY

PLACE = DEPLOY / "kong"
_PLUGINS: Mapping[str, Mapping[str, Any]] = {
    "rate-limiting": {
        **dict.fromkeys(("second", "minute", "hour", "day", "month", "year"), int),
        "policy": ("local", "cluster", "redis"),
        "limit_by": ("consumer", "credential", "ip", "service", "header", "path"),
        "hide_client_headers": bool,
        "fault_tolerant": bool,
    },
    "request-size-limiting": {
        "allowed_payload_size": int,
        "size_unit": ("megabytes", "kilobytes", "bytes"),
        "require_content_length": bool,
    },
    "correlation-id": {
        "header_name": str,
        "generator": ("uuid", "uuid#counter", "tracker"),
        "echo_downstream": bool,
    },
}
_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}

Kong = dict[str, Any]


def read() -> Kong:
    """What is written for Kong, with its kong.conf under `conf`."""
    made: Kong = yaml.safe_load((PLACE / "kong.yaml").read_text())
    lines = [line for line in (PLACE / "kong.conf").read_text().splitlines() if line and not line.startswith("#")]
    return {**made, "conf": dict(line.split(" = ", 1) for line in lines)}


def refused(kong: Kong) -> str:
    """What decK has against it; nothing, if it is well. Raises Missed."""
    with tempfile.TemporaryDirectory(prefix="gotuto-kong-") as folder:
        file = Path(folder) / "kong.yaml"
        file.write_text(yaml.safe_dump({name: value for name, value in kong.items() if name != "conf"}))
        done = subprocess.run(
            ["deck", "validate", "--state", str(file)],
            cwd=folder, env={"HOME": folder, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    if "unknown command" in done.stderr:
        raise Missed("this deck has no `validate`")
    return done.stderr.strip() if done.returncode else ""


def faults(kong: Kong, settings: Configuration) -> Iterator[str]:
    """Where Kong and the shop disagree, in words."""
    if kong["_format_version"] != "3.0":
        yield "patterns begin with ~ in format 3.0 alone"
    [service], [upstream] = kong["services"], kong["upstreams"]
    [route] = service["routes"]
    opens = frozenset("/" if path == "~/$" else path for path in route["paths"])
    if opens != ways.shown():
        yield f"it lets in {', '.join(sorted(opens))}, and the product shows {', '.join(sorted(ways.shown()))}"
    if any(path == "/" for path in route["paths"]):
        yield "the front page opens everything below it"
    yield from _of_sending(service, route, settings)
    yield from _of_health(service, upstream, settings)
    yield from _of_plugins({one["name"]: one["config"] for one in service["plugins"]}, settings)
    yield from _of_conf(kong["conf"], settings)


def _of_sending(service: Kong, route: Kong, settings: Configuration) -> Iterator[str]:
    if service.get("retries") != 0:
        yield "it sends again what was sent, which may be an order"
    if route.get("strip_path", True) or not route.get("preserve_host"):
        yield "the shop is asked for another path or host than Kong was"
    if route.get("protocols") != ["https"] or route.get("https_redirect_status_code") != 308:
        yield "who comes without TLS is not sent to it with what they bring"
    if set(route.get("hosts", ())) - set(settings["ALLOWED_HOSTS"]):
        yield "it takes hosts that are not the shop's"


def _of_health(service: Kong, upstream: Kong, settings: Configuration) -> Iterator[str]:
    if service["host"] != upstream["name"]:
        yield f"there is no upstream {service['host']}"
    if len(upstream["targets"]) < 2:
        yield "while the only web starts anew there is none"
    if upstream.get("algorithm") not in ("round-robin", "least-connections"):
        yield "the webs do not take turns"
    active = upstream["healthchecks"]["active"]
    if active["http_path"] not in ways.kept() or not active["http_path"].endswith("ready"):
        yield f"nobody says on {active['http_path']} that they leave"
    gone = active["unhealthy"]["interval"] * (active["unhealthy"]["http_failures"] + 2)
    if not 0 < gone < settings["GOTUTO_WEB_DRAIN_SECONDS"] or 503 not in active["unhealthy"]["http_statuses"]:
        yield "who leaves has stopped listening before it is noticed"
    if active["timeout"] < 10:
        yield "who is busy is taken for gone"
    if not active["healthy"].get("interval") or not active["healthy"].get("successes"):
        yield "who is back is not asked"


def _of_plugins(plugins: Mapping[str, Kong], settings: Configuration) -> Iterator[str]:
    if plugins.keys() != _PLUGINS.keys():
        yield f"there are plugins {', '.join(sorted(plugins))}, and not {', '.join(sorted(_PLUGINS))}"
        return
    for name, config in plugins.items():
        for field, value in config.items():
            allowed = _PLUGINS[name].get(field, ())
            if not (type(value) is allowed if isinstance(allowed, type) else value in allowed):
                yield f"{name} has no {field} of {value!r}"
    size, rate = plugins["request-size-limiting"], plugins["rate-limiting"]
    if size.get("size_unit") != "bytes":
        yield "the size is not in bytes"
    yield from gateways.same_size(size.get("allowed_payload_size"), settings)
    # The local policy is the one that needs no store.
    if (rate.get("policy"), rate.get("limit_by")) != ("local", "ip"):
        yield "it does not count addresses by itself"
    for period, count in rate.items():
        if period in _PERIODS and type(count) is int:
            yield from gateways.rare(count / _PERIODS[period], settings)
    if plugins["correlation-id"].get("header_name") != "X-Request-ID":
        yield "the shop does not know the header of its id"


def _of_conf(conf: Mapping[str, str], settings: Configuration) -> Iterator[str]:
    yield from gateways.sooner(f"{conf.get('upstream_keepalive_idle_timeout', 60)}s", settings)
    written = re.findall(r"\$(\w+)", conf.get("nginx_http_log_format", "$request"))
    if {"request", "request_uri", "args", "query_string", "http_referer"} & set(written) or not conf.get(
        "proxy_access_log", ""
    ).endswith(f" {conf.get('nginx_http_log_format', '').partition(' ')[0]}"):
        yield "its log has the tokens of links that open invoices"
    if "trusted_ips" in conf:
        yield "it believes what others say of addresses, and is no longer one proxy"
    if conf.get("admin_listen") != "off" or conf.get("database") != "off":
        yield "it can be changed while it runs"
