"""Who adds an address to the shop says so to its gateways, and nobody learns of it on a cluster."""

import pytest
import yaml

from wider.gateways import kong
from wider.manifests import ways
from wider.manifests.rendering import DEPLOY, Document

COMPONENTS = DEPLOY / "kubernetes" / "components"


def written(component: str) -> list[Document]:
    files = sorted((COMPONENTS / component).glob("*.yaml"))
    return [one for file in files for one in yaml.safe_load_all(file.read_text()) if "metadata" in (one or ())]


@pytest.mark.parametrize("component", ["ingress", "traefik", "openshift", "mesh"])
def test_a_gateway_lets_in_what_the_shop_shows(component: str) -> None:
    assert list(ways.faults(written(component))) == []


def test_kong_lets_in_what_the_shop_shows() -> None:
    [route] = kong.read()["services"][0]["routes"]
    assert {"/" if path == "~/$" else path for path in route["paths"]} == ways.shown()


def test_the_shop_shows_neither_health_nor_metrics() -> None:
    assert {"/", "/api/", "/admin/", "/static/"} < ways.shown()
    assert not {"/health/", "/metrics/"} & ways.shown()
    assert {"/health/ready", "/metrics"} < ways.kept()


def test_whoever_brings_releases_names_nobody_elses_repository() -> None:
    text = "".join(file.read_text() for file in sorted((DEPLOY / "gitops").rglob("*.yaml")))
    addresses = {word.split("://")[1].split("/")[0].strip("\"'}],") for word in text.split() if "https://" in word}
    assert addresses <= {"example.com", "kubernetes.default.svc"}
