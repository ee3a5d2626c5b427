"""Schemas of custom resources, out of the very definitions that the operators install."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from wider import golang

ISTIO = ("istio.io/api", "v1.27.3")
# What they are called, module, version, and where their definitions are.
SOURCES = (
    (
        "OpenShift",
        "github.com/openshift/api",
        "v0.0.0-20260420151639-34e60874783e",
        "route/v1/zz_generated.crd-manifests/*.yaml",
    ),
    (
        "External Secrets",
        "github.com/external-secrets/external-secrets",
        "v1.3.2",
        "config/crds/bases/external-secrets.io_externalsecrets.yaml",
    ),
    ("KEDA", "github.com/kedacore/keda/v2", "v2.18.1", "config/crd/bases/keda.sh_scaledobjects.yaml"),
    *(
        (
            "Prometheus operator",
            "github.com/prometheus-operator/prometheus-operator",
            "v0.85.0",
            f"example/prometheus-operator-crd/monitoring.coreos.com_{kind}.yaml",
        )
        for kind in ("servicemonitors", "prometheusrules")
    ),
    (
        "Traefik",
        "github.com/traefik/traefik/v3",
        "v3.5.0",
        "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
    ),
    *(
        ("Argo CD", "github.com/argoproj/argo-cd/v3", "v3.2.0", f"manifests/crds/{kind}-crd.yaml")
        for kind in ("application", "appproject")
    ),
    ("Istio", *ISTIO, "kubernetes/customresourcedefinitions.gen.yaml"),
)

# Group and version, and kind, as a document names them.
Kind = tuple[str, str]
Schema = dict[str, Any]


@cache
def schemas() -> Mapping[Kind, Schema]:
    """What every field of each kind may be; more fields are a fault. Raises Missed."""
    return dict(_each())


def versions() -> str:
    """Of whom the definitions are."""
    return ", ".join(dict.fromkeys(f"{name} {version}" for name, _, version, _ in SOURCES))


def _each() -> Iterator[tuple[Kind, Schema]]:
    for _, module, version, pattern in SOURCES:
        for file in sorted(golang.folder(module, version).glob(pattern)):
            yield from _of(file)


def _of(file: Path) -> Iterator[tuple[Kind, Schema]]:
    for one in yaml.load_all(file.read_text(), Loader=yaml.CSafeLoader):
        if one and one["kind"] == "CustomResourceDefinition":
            spec = one["spec"]
            for version in spec["versions"]:
                schema = version["schema"]["openAPIV3Schema"]
                schema["properties"] |= {
                    "apiVersion": {"type": "string"},
                    "kind": {"type": "string"},
                    "metadata": {"type": "object", "required": ["name"]},
                }
                yield (f"{spec['group']}/{version['name']}", spec["names"]["kind"]), strict(schema)


def strict(schema: Schema) -> Schema:
    """The same in JSON Schema: the API server drops fields that it does not know, which nobody notices."""
    made = {key: _strict(key, value) for key, value in schema.items()}
    if schema.get("x-kubernetes-int-or-string"):
        made.pop("type", None)
        made["anyOf"] = [{"type": "integer"}, {"type": "string"}]
    if schema.get("nullable") and "type" in made:
        made["type"] = [made["type"], "null"]
    if "properties" in made and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    return made


def _strict(key: str, value: Any) -> Any:
    match key, value:
        case "properties", dict():
            return {name: strict(one) for name, one in value.items()}
        case (("items" | "additionalProperties"), dict()):
            return strict(value)
    return value
