"""Rules for what is written for Istio: who is who, who may ask whom, where requests go, and that all sidecars are there and end."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import yaml

from gotuto.configuration import Configuration
from wider import golang
from wider.manifests import gateways
from wider.manifests.crds import ISTIO
from wider.manifests.policy import pod_of, selects
from wider.manifests.product import GIVEN
from wider.manifests.rendering import Document

_WEBS = {"app.kubernetes.io/name": "gotuto", "app.kubernetes.io/component": "web"}
# What PostgreSQL says before TLS begins is not TLS; what Valkey says is.
_SPOKEN = {"postgres": "TCP", "rediss": "TLS"}


def faults(documents: Sequence[Document]) -> Iterator[str]:
    """What breaks a rule, in words; nothing, where there is no mesh."""
    if not any("istio.io" in one["apiVersion"] for one in documents):
        return
    settings = gateways.in_force(documents)
    yield from _of_identity(documents)
    yield from _of_engines(documents)
    yield from _of_network(documents)
    for one in documents:
        for fault in (*_of_names(one), *_of(one, settings, documents)):
            yield f"{one['kind']} {one['metadata']['name']}: {fault}"


def _of_identity(documents: Sequence[Document]) -> Iterator[str]:
    strict = [
        one
        for one in documents
        if one["kind"] == "PeerAuthentication"
        and "selector" not in one["spec"]
        and one["spec"].get("mtls", {}).get("mode") == "STRICT"
        and "portLevelMtls" not in one["spec"]
    ]
    if not strict:
        yield "who speaks without a certificate is heard"
    if not any(one["kind"] == "AuthorizationPolicy" and one["spec"] == {} for one in documents):
        yield "what no policy names is allowed"
    asked = {path for one in documents for _, paths in _allowed(one) for path in paths}
    if "/metrics" not in asked:
        yield "Prometheus may not ask for metrics"


def _allowed(one: Document) -> Iterator[tuple[list[str], list[str]]]:
    """Of each rule who may ask, and for what."""
    for rule in one["spec"].get("rules", ()) if one["kind"] == "AuthorizationPolicy" else ():
        who = [name for source in rule.get("from", ()) for name in source["source"].get("principals", ())]
        yield who, [path for to in rule.get("to", ()) for path in to["operation"].get("paths", ())]


def _of_engines(documents: Sequence[Document]) -> Iterator[str]:
    named = {
        (host, port["number"]): port["protocol"]
        for one in documents
        if one["kind"] == "ServiceEntry"
        for host in one["spec"]["hosts"]
        for port in one["spec"]["ports"]
    }
    for variable, usual in (("DATABASE_URL", 5432), ("REDIS_URL", 6379)):
        place = urlsplit(GIVEN[variable])
        spoken = named.pop((str(place.hostname), place.port or usual), None)
        if spoken != _SPOKEN[place.scheme]:
            yield f"{place.hostname} is called {spoken}, and speaks {_SPOKEN[place.scheme]}"
    if named:
        yield f"nobody goes to {', '.join(host for host, _ in named)}"


def _of_network(documents: Sequence[Document]) -> Iterator[str]:
    ways = [
        (peer, port["port"])
        for one in documents
        if one["kind"] == "NetworkPolicy"
        for way in one["spec"].get("egress", ())
        for peer in way.get("to", ())
        for port in way.get("ports", ())
    ]
    system = {"kubernetes.io/metadata.name": "istio-system"}
    if not any(
        port == 15012 and selects(peer.get("namespaceSelector", {"matchLabels": {"-": "-"}}), system)
        for peer, port in ways
    ):
        yield "no sidecar may ask istiod"


def _of(one: Document, settings: Configuration, documents: Sequence[Document]) -> Iterator[str]:
    if pod := pod_of(one):
        meta = pod["metadata"]
        if meta.get("labels", {}).get("sidecar.istio.io/inject") != "true":
            yield "it has no sidecar, and nobody hears it"
        if meta.get("annotations", {}).get("sidecar.istio.io/nativeSidecar") != "true":
            yield "its sidecar does not end with it"
    spec = one.get("spec", {})
    match one["kind"]:
        case "AuthorizationPolicy" if spec:
            yield from _of_policy(one, documents)
        case "VirtualService":
            yield from _of_routes(spec, documents)
        case "DestinationRule":
            if spec.get("trafficPolicy", {}).get("tls", {}).get("mode") != "ISTIO_MUTUAL":
                yield "the gateway shows no certificate"
            if "outlierDetection" in spec["trafficPolicy"]:
                yield "who is busy is taken out of service"
        case "Sidecar":
            pool = spec.get("inboundConnectionPool", {}).get("http", {})
            yield from gateways.sooner(pool.get("idleTimeout"), settings)
            if pool.get("h2UpgradePolicy") != "DO_NOT_UPGRADE":
                yield "it may speak HTTP/2 with the web"
        case "Gateway":
            for server in spec["servers"]:
                tls = server.get("tls", {})
                if not tls.get("httpsRedirect") and (tls.get("mode"), "credentialName" in tls) != ("SIMPLE", True):
                    yield f"it is open without TLS on {server['port']['number']}"
        case "ServiceMonitor":
            for endpoint in spec["endpoints"]:
                if endpoint.get("scheme") != "https" or "certFile" not in endpoint.get("tlsConfig", {}):
                    yield "Prometheus shows no certificate"


def _of_policy(one: Document, documents: Sequence[Document]) -> Iterator[str]:
    if one["spec"].get("action", "ALLOW") != "ALLOW" or one["spec"].get("selector") != {"matchLabels": _WEBS}:
        yield "it is about others than the webs"
    for rule in one["spec"]["rules"]:
        if not all(to["operation"].get("ports") == ["8000"] for to in rule.get("to", ({"operation": {}},))):
            yield "it opens more than the web's port"
    for who, paths in _allowed(one):
        if not who:
            yield "anybody may ask"
        if "/metrics" in paths and len(paths) > 1:
            yield "Prometheus may ask for more than metrics"
        for name in who:
            space = name.split("/")[2]
            if not _let_in(space, documents):
                yield f"no network policy lets in {space}"


def _let_in(namespace: str, documents: Sequence[Document]) -> bool:
    labels = {"kubernetes.io/metadata.name": namespace}
    return any(
        selects(peer.get("namespaceSelector", {"matchLabels": {"-": "-"}}), labels)
        for one in documents
        if one["kind"] == "NetworkPolicy" and selects(one["spec"]["podSelector"], _WEBS)
        for way in one["spec"].get("ingress", ())
        for peer in way.get("from", ())
    )


def _of_routes(spec: Mapping[str, Any], documents: Sequence[Document]) -> Iterator[str]:
    subsets = {
        (one["spec"]["host"], subset["name"]): subset["labels"]
        for one in documents
        if one["kind"] == "DestinationRule"
        for subset in one["spec"].get("subsets", ())
    }
    pods = [pod["metadata"]["labels"] for one in documents if (pod := pod_of(one))]
    if not set(spec["gateways"]) <= _names("Gateway", documents):
        yield "there is no such gateway"
    for route in spec["http"]:
        if route.get("retries", {}).get("retryOn") != "connect-failure" and route.get("retries") != {"attempts": 0}:
            yield "it sends again what was sent, which may be an order"
        if sum(to.get("weight", 100) for to in route["route"]) != 100:
            yield "its weights are not a hundred"
        for to in route["route"]:
            place = (to["destination"]["host"], to["destination"].get("subset"))
            if place[0] not in _names("Service", documents) or place not in subsets:
                yield f"there is no {place[1]} of {place[0]}"
            elif to.get("weight", 100) and not any(subsets[place].items() <= labels.items() for labels in pods):
                yield f"no pod is {place[1]}"


def _names(kind: str, documents: Sequence[Document]) -> set[str]:
    return {one["metadata"]["name"] for one in documents if one["kind"] == kind}


def _of_names(one: Document) -> Iterator[str]:
    """Istio drops annotations that it does not know, which nobody notices."""
    pod = pod_of(one)
    for meta in (one["metadata"], pod["metadata"] if pod else {}):
        for name in (*meta.get("annotations", {}), *meta.get("labels", {})):
            if "istio.io" in name and name not in _known():
                yield f"Istio has no {name}"


@cache
def _known() -> frozenset[str]:
    """The names of all annotations and labels. Raises Missed."""
    place = golang.folder(*ISTIO)
    lists = [yaml.safe_load((place / kind / f"{kind}s.yaml").read_text()) for kind in ("annotation", "label")]
    return frozenset(each["name"] for one in lists for each in next(iter(one.values())))
