"""Mistakes in what is written for Kong: of the first kind decK finds all, of the second our rules do; and in what Traefik is told."""

from collections.abc import Callable
from typing import Any

from wider.gateways import playing
from wider.gateways.playing import Play

Change = Callable[[dict[str, Any]], Any]


def _service(kong: dict[str, Any]) -> Any:
    return kong["services"][0]


def _route(kong: dict[str, Any]) -> Any:
    return _service(kong)["routes"][0]


def _plugin(kong: dict[str, Any], number: int) -> Any:
    return _service(kong)["plugins"][number]["config"]


def _active(kong: dict[str, Any]) -> Any:
    return kong["upstreams"][0]["healthchecks"]["active"]


MISSPELT: tuple[Change, ...] = (
    lambda kong: kong.update(service=[]),
    lambda kong: _service(kong).update(hosts="gotuto-webs"),
    lambda kong: _service(kong).update(port="http"),
    lambda kong: _route(kong).update(path="/api/"),
    lambda kong: _route(kong).update(protocols="https"),
    lambda kong: kong["upstreams"][0].update(target="web1:8000"),
    lambda kong: kong["upstreams"][0]["targets"].append("web3:8000"),
    lambda kong: _active(kong).update(path="/health/ready"),
    lambda kong: _service(kong)["plugins"][0].pop("name"),
)
WRONG: tuple[Change, ...] = (
    lambda kong: kong.update(_format_version="1.1"),
    lambda kong: _route(kong)["paths"].append("/metrics"),
    lambda kong: _route(kong)["paths"].remove("/pay/"),
    lambda kong: _route(kong).update(paths=["/", *_route(kong)["paths"][1:]]),
    lambda kong: _route(kong).pop("strip_path"),
    lambda kong: _route(kong).pop("preserve_host"),
    lambda kong: _route(kong).update(protocols=["http", "https"]),
    lambda kong: _route(kong).update(hosts=["example.org"]),
    lambda kong: _service(kong).pop("retries"),
    lambda kong: _service(kong).update(host="gotuto-web"),
    lambda kong: kong["upstreams"][0]["targets"].pop(),
    lambda kong: kong["upstreams"][0].update(algorithm="consistent-hashing"),
    lambda kong: _active(kong).update(http_path="/health/live"),
    lambda kong: _active(kong)["unhealthy"].update(interval=5),
    lambda kong: _active(kong).update(timeout=1),
    lambda kong: _active(kong)["healthy"].update(interval=0),
    lambda kong: _service(kong)["plugins"].pop(),
    lambda kong: _plugin(kong, 0).update(second="100"),
    lambda kong: _plugin(kong, 0).update(minute=60),
    lambda kong: _plugin(kong, 0).update(policy="redis"),
    lambda kong: _plugin(kong, 0).update(burst=200),
    lambda kong: _plugin(kong, 1).update(allowed_payload_size=20),
    lambda kong: _plugin(kong, 1).pop("size_unit"),
    lambda kong: _plugin(kong, 2).update(header_name="Kong-Request-ID"),
    lambda kong: kong["conf"].pop("upstream_keepalive_idle_timeout"),
    lambda kong: kong["conf"].pop("proxy_access_log"),
    lambda kong: kong["conf"].update(nginx_http_log_format="shop '$request'"),
    lambda kong: kong["conf"].update(trusted_ips="0.0.0.0/0"),
    lambda kong: kong["conf"].update(admin_listen="0.0.0.0:8001"),
)


def _web(one: dict[str, Any]) -> Any:
    return one["spec"]["routes"][0]


def _rule(one: dict[str, Any], old: str, new: str) -> None:
    assert old in _web(one)["match"]
    _web(one)["match"] = _web(one)["match"].replace(old, new)


# What is wrong with which document, and whoever sees it.
PLAYED: tuple[tuple[Play, str, str, Change], ...] = (
    (playing.open_ways, "IngressRoute", "gotuto-web", lambda one: _rule(one, " || PathPrefix(`/pay/`)", "")),
    (playing.shut_ways, "IngressRoute", "gotuto-web", lambda one: _rule(one, "Path(`/`)", "PathPrefix(`/`)")),
    (playing.shut_ways, "IngressRoute", "gotuto-web", lambda one: _rule(one, "Path(`/`)", "PathPrefix(`/health/`)")),
    (playing.shut_ways, "IngressRoute", "gotuto-web", lambda one: _rule(one, "`/api/`", "`/api`")),
    (playing.other_hosts, "IngressRoute", "gotuto-web", lambda one: _rule(one, "Host(`shop.example.com`) && ", "")),
    (playing.old_tls, "TLSOption", "gotuto", lambda one: one["spec"].update(minVersion="VersionTLS10")),
    (
        playing.addresses,
        "Middleware",
        "gotuto-headers",
        lambda one: one["spec"]["headers"].update(customRequestHeaders={"X-Forwarded-Proto": "http"}),
    ),
    (playing.plain, "Middleware", "gotuto-https", lambda one: one["spec"]["redirectScheme"].update(permanent=False)),
    (playing.plain, "IngressRoute", "gotuto-plain", lambda one: _web(one).pop("middlewares")),
    (
        playing.once,
        "Middleware",
        "gotuto-size",
        lambda one: one["spec"]["buffering"].update(retryExpression="IsNetworkError() && Attempts() < 2"),
    ),
    (
        playing.bodies,
        "Middleware",
        "gotuto-size",
        lambda one: one["spec"]["buffering"].update(maxRequestBodyBytes=1000000),
    ),
    (
        playing.bodies,
        "Middleware",
        "gotuto-size",
        lambda one: one["spec"]["buffering"].update(maxRequestBodyBytes=0),
    ),
    (playing.bodies, "IngressRoute", "gotuto-web", lambda one: _web(one)["middlewares"].pop(0)),
    (
        playing.idle,
        "ServersTransport",
        "gotuto",
        lambda one: one["spec"]["forwardingTimeouts"].update(idleConnTimeout="90s"),
    ),
    (playing.rates, "Middleware", "gotuto-rate", lambda one: one["spec"]["rateLimit"].update(burst=20)),
    (playing.rates, "Middleware", "gotuto-rate", lambda one: one["spec"]["rateLimit"].update(average=0)),
    (
        playing.rates,
        "Middleware",
        "gotuto-rate",
        lambda one: one["spec"]["rateLimit"].update(sourceCriterion={"requestHost": True}),
    ),
)
