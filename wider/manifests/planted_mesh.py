"""Mistakes of a mesh: what lets in whom it should not, loses or repeats a request, or leaves a sidecar behind."""

from typing import Any

from wider.manifests.planted import Mistake
from wider.manifests.rendering import Document


def _template(one: Document) -> Any:
    spec = one["spec"].get("jobTemplate", one)["spec"]
    return spec["template"]["metadata"]


def _rule(one: Document) -> Any:
    return one["spec"]["rules"][0]


def _operation(one: Document) -> Any:
    return _rule(one)["to"][0]["operation"]


def _http(one: Document) -> Any:
    return one["spec"]["http"][0]


MESH: tuple[Mistake, ...] = (
    ("PeerAuthentication", "gotuto", lambda one: one["spec"]["mtls"].update(mode="PERMISSIVE")),
    ("PeerAuthentication", "gotuto", lambda one: one["spec"].update(selector={"matchLabels": {"a": "b"}})),
    (
        "PeerAuthentication",
        "gotuto",
        lambda one: one["spec"].update(portLevelMtls={8000: {"mode": "DISABLE"}}),
    ),
    ("AuthorizationPolicy", "gotuto-nothing", lambda one: one["spec"].update(rules=[{}])),
    ("AuthorizationPolicy", "gotuto-gateway", lambda one: _rule(one).pop("from")),
    ("AuthorizationPolicy", "gotuto-gateway", lambda one: _operation(one).pop("ports")),
    ("AuthorizationPolicy", "gotuto-gateway", lambda one: one["spec"].pop("selector")),
    (
        "AuthorizationPolicy",
        "gotuto-gateway",
        lambda one: _rule(one)["from"][0]["source"].update(principals=["cluster.local/ns/default/sa/default"]),
    ),
    ("AuthorizationPolicy", "gotuto-metrics", lambda one: _operation(one)["paths"].append("/admin/*")),
    ("AuthorizationPolicy", "gotuto-metrics", lambda one: _operation(one).update(paths=["/health/ready"])),
    ("Gateway", "gotuto-web", lambda one: one["spec"]["servers"][1].pop("tls")),
    ("Gateway", "gotuto-web", lambda one: one["metadata"].update(name="shop")),
    ("VirtualService", "gotuto-web", lambda one: _http(one).pop("retries")),
    ("VirtualService", "gotuto-web", lambda one: _http(one)["retries"].update(retryOn="5xx")),
    ("VirtualService", "gotuto-web", lambda one: _http(one)["route"][1].update(weight=50)),
    ("VirtualService", "gotuto-web", lambda one: _http(one)["route"][1]["destination"].update(subset="next")),
    ("DestinationRule", "gotuto-web", lambda one: one["spec"]["trafficPolicy"]["tls"].update(mode="DISABLE")),
    ("DestinationRule", "gotuto-web", lambda one: one["spec"]["trafficPolicy"].update(outlierDetection={})),
    ("DestinationRule", "gotuto-web", lambda one: one["spec"]["subsets"][1].update(labels={"track": "next"})),
    ("Sidecar", "gotuto", lambda one: one["spec"].pop("inboundConnectionPool")),
    (
        "Sidecar",
        "gotuto",
        lambda one: one["spec"]["inboundConnectionPool"]["http"].update(h2UpgradePolicy="UPGRADE"),
    ),
    ("ServiceEntry", "gotuto-postgres", lambda one: one["spec"]["ports"][0].update(protocol="TLS")),
    ("ServiceEntry", "gotuto-valkey", lambda one: one["spec"].update(hosts=["redis.example.com"])),
    ("NetworkPolicy", "gotuto-mesh", lambda one: one["spec"]["egress"][0]["ports"][0].update(port=15017)),
    ("NetworkPolicy", "gotuto-gateway", lambda one: one["spec"].update(ingress=[])),
    ("ServiceMonitor", "gotuto", lambda one: one["spec"]["endpoints"][0].pop("tlsConfig")),
    ("Deployment", "gotuto-worker", lambda one: _template(one)["labels"].pop("sidecar.istio.io/inject")),
    (
        "Deployment",
        "gotuto-beat",
        lambda one: _template(one)["annotations"].update({"sidecar.istio.io/proxyRam": "96Mi"}),
    ),
    ("Job", "gotuto-migrate", lambda one: _template(one)["annotations"].pop("sidecar.istio.io/nativeSidecar")),
    (
        "CronJob",
        "gotuto-backup",
        lambda one: _template(one)["annotations"].update({"sidecar.istio.io/nativeSidecar": "false"}),
    ),
)
WAYS: tuple[Mistake, ...] = (
    ("VirtualService", "gotuto-web", lambda one: _http(one)["match"].append({"uri": {"prefix": "/metrics"}})),
    ("VirtualService", "gotuto-web", lambda one: _http(one).pop("match")),
    ("VirtualService", "gotuto-web", lambda one: _http(one)["match"].pop()),
    ("VirtualService", "gotuto-web", lambda one: _http(one)["match"][0].update(uri={"prefix": "/"})),
    ("AuthorizationPolicy", "gotuto-gateway", lambda one: _operation(one)["paths"].append("/health/*")),
    ("AuthorizationPolicy", "gotuto-gateway", lambda one: _operation(one).pop("paths")),
)
