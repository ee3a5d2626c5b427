"""Manifests as kustomize and Helm make them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from wider import golang
from wider.check import Failed

KUSTOMIZE, HELM = "v5.8.0", "v3.19.2"
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
# Those that the chart knows; in a shop for trial it would need engines beside it.
PLATFORMS = ("kubernetes", "openshift")
CHARTED = ("staging", "prod")

Document = dict[str, Any]


def kustomized(environment: str, platform: str, *, deploy: Path = DEPLOY) -> list[Document]:
    """All that `kubectl apply -k` would make of an overlay. Raises Failed, Missed."""
    return built(deploy / "kubernetes" / "overlays" / environment / platform)


def built(folder: Path) -> list[Document]:
    """All that `kubectl apply -k` would make of a folder. Raises Failed, Missed."""
    return _documents([str(kustomize()), "build", str(folder)])


def kustomize() -> Path:
    """The program. Raises Missed."""
    return golang.program("kustomize", "sigs.k8s.io/kustomize/kustomize/v5", KUSTOMIZE)


def charted(environment: str, platform: str, *more: str, deploy: Path = DEPLOY) -> list[Document]:
    """All that `helm install` would make. Raises Failed, Missed."""
    helm = golang.program("helm", "helm.sh/helm/v3/cmd/helm", HELM)
    chart = deploy / "helm" / "gotuto"
    values = ["--values", str(chart / f"values-{environment}.yaml"), "--set", f"platform={platform}", *more]
    return _documents(
        [
            str(helm),
            "template",
            "gotuto",
            str(chart),
            "--namespace",
            f"gotuto-{environment}",
            "--kube-version",
            "1.31.0",
            *values,
        ]
    )


def each(*, deploy: Path = DEPLOY) -> Iterator[tuple[str, list[Document]]]:
    """Every rendering, with what it is called: of each overlay that is there, and of the chart."""
    for overlay in sorted((deploy / "kubernetes" / "overlays").glob("*/*")):
        if overlay.name != "common":
            environment, platform = overlay.parts[-2:]
            yield f"kustomize {environment}/{platform}", kustomized(environment, platform, deploy=deploy)
    for platform in PLATFORMS:
        for environment in CHARTED:
            yield f"helm {environment}/{platform}", charted(environment, platform, deploy=deploy)


def _documents(command: list[str]) -> list[Document]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Failed(f"{Path(command[0]).name} {command[1]}: {done.stderr.strip()[-500:]}")
    return [one for one in yaml.safe_load_all(done.stdout) if one]
