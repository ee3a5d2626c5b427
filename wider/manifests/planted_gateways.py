"""Mistakes of gateways: what lets in too much or too little, or says of the shop what is not so."""

from wider.manifests.planted import Mistake
from wider.manifests.rendering import Document


def _paths(one: Document) -> list[Document]:
    paths: list[Document] = one["spec"]["rules"][0]["http"]["paths"]
    return paths


def _rule(one: Document, old: str, new: str) -> None:
    route = one["spec"]["routes"][0]
    assert old in route["match"]
    route["match"] = route["match"].replace(old, new)


# Of each overlay: what the ways of the product find.
WAYS: dict[str, tuple[Mistake, ...]] = {
    "kustomize prod/kubernetes": (
        ("Ingress", "gotuto-web", lambda one: _paths(one)[0].update(pathType="Prefix")),
        ("Ingress", "gotuto-web", lambda one: _paths(one)[1].update(path="/metrics")),
        ("Ingress", "gotuto-web", lambda one: _paths(one).clear()),
    ),
    "kustomize prod/openshift": (
        ("Route", "gotuto-web", lambda one: one["spec"].update(path="/api")),
        ("Route", "gotuto-metrics", lambda one: one["spec"]["to"].update(name="gotuto-web")),
        ("Route", "gotuto-health", lambda one: one["spec"].update(path="/health/live")),
        ("Route", "gotuto-health", lambda one: one["spec"].update(path="/pay")),
    ),
    "kustomize prod/traefik": (
        ("IngressRoute", "gotuto-web", lambda one: _rule(one, "Path(`/`)", "PathPrefix(`/`)")),
        ("IngressRoute", "gotuto-web", lambda one: _rule(one, "PathPrefix(`/pay/`)", "PathPrefix(`/health/`)")),
        ("IngressRoute", "gotuto-web", lambda one: _rule(one, "PathPrefix(`/pay/`)", "PathRegexp(`^/pay`)")),
        ("IngressRoute", "gotuto-web", lambda one: one["spec"]["routes"][0].update(match="Host(`shop.example.com`)")),
    ),
}
# And what their sizes, times and headers are held against.
LIMITS: dict[str, tuple[Mistake, ...]] = {
    "kustomize prod/kubernetes": (
        ("Ingress", "gotuto-web", lambda one: one["metadata"].pop("annotations")),
        ("ConfigMap", "gotuto-migrate", lambda one: one["data"].update(GOTUTO_TRUSTED_PROXIES="2")),
        ("ConfigMap", "gotuto-migrate", lambda one: one["data"].update(GOTUTO_WEB_UPLOAD_BYTES="30000000")),
    ),
    "kustomize prod/traefik": (
        ("Middleware", "gotuto-size", lambda one: one["spec"]["buffering"].update(maxRequestBodyBytes=1000000)),
        ("Middleware", "gotuto-size", lambda one: one["spec"]["buffering"].update(retryExpression="Attempts() < 2")),
        ("Middleware", "gotuto-rate", lambda one: one["spec"]["rateLimit"].update(period="1m")),
        ("Middleware", "gotuto-rate", lambda one: one["spec"]["rateLimit"].pop("sourceCriterion")),
        ("Middleware", "gotuto-headers", lambda one: one["spec"]["headers"].update(referrerPolicy="origin")),
        ("Middleware", "gotuto-https", lambda one: one["metadata"].update(name="gotuto-tls")),
        (
            "ServersTransport",
            "gotuto",
            lambda one: one["spec"]["forwardingTimeouts"].update(idleConnTimeout="90s"),
        ),
        ("ServersTransport", "gotuto", lambda one: one["metadata"].update(name="gotuto-web")),
        ("TLSOption", "gotuto", lambda one: one["metadata"].update(name="modern")),
        ("IngressRoute", "gotuto-web", lambda one: one["spec"]["routes"][0]["middlewares"].pop()),
        ("IngressRoute", "gotuto-web", lambda one: one["spec"]["routes"][0]["services"][0].pop("serversTransport")),
        ("IngressRoute", "gotuto-web", lambda one: one["spec"].pop("tls")),
    ),
}
