"""Skaffold's file, by its own schema, and about this very product."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import yaml

from wider import golang
from wider.manifests import rendering
from wider.manifests.policy import containers, pod_of
from wider.manifests.rendering import DEPLOY

SKAFFOLD = ("github.com/GoogleContainerTools/skaffold/v2", "v2.16.1")
_ROOT = DEPLOY.parent

Skaffold = dict[str, Any]


def read() -> Skaffold:
    made: Skaffold = yaml.safe_load((_ROOT / "skaffold.yaml").read_text())
    return made


def refused(one: Skaffold) -> str:
    """What its schema has against it; nothing, if it is well. Raises Missed."""
    version = str(one.get("apiVersion", "")).removeprefix("skaffold/")
    place = golang.folder(*SKAFFOLD) / "docs-v2" / "content" / "en" / "schemas" / f"{version}.json"
    if not place.exists():
        return f"Skaffold has no {version}"
    schema = json.loads(place.read_text())
    return "; ".join(error.message for error in jsonschema.Draft7Validator(schema).iter_errors(one))


def faults(one: Skaffold) -> Iterator[str]:
    """What the product does not have, in words."""
    [artifact] = one["build"]["artifacts"]
    [path] = one["manifests"]["kustomize"]["paths"]
    docker = artifact["docker"]
    if not (_ROOT / path / "kustomization.yaml").exists() or "/dev/" not in path:
        yield f"there is no {path} of the environment that may be lost"
        return
    made = rendering.built(_ROOT / path)
    images = {each["image"].rpartition(":")[0] for pod in filter(None, map(pod_of, made)) for each in containers(pod)}
    if artifact["image"] not in images:
        yield f"nothing runs {artifact['image']}"
    if not (_ROOT / docker["dockerfile"]).exists():
        yield f"there is no {docker['dockerfile']}"
    for argument in docker.get("buildArgs", {}):
        if f"\nARG {argument}" not in (DEPLOY / "Containerfile").read_text():
            yield f"the image knows no {argument}"
    ports = {
        (each["metadata"]["namespace"], each["metadata"]["name"], port["port"])
        for each in made
        if each["kind"] == "Service"
        for port in each["spec"]["ports"]
    }
    for each in one.get("portForward", ()):
        if (each["namespace"], each["resourceName"], each["port"]) not in ports:
            yield f"nobody listens on {each['resourceName']}:{each['port']}"
