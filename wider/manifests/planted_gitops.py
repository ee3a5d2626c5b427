"""Mistakes in what brings releases to clusters."""

from typing import Any

from wider.manifests.planted import Mistake
from wider.manifests.rendering import Document


def _note(one: Document, name: str, value: str) -> None:
    one["metadata"].setdefault("annotations", {})[f"argocd.argoproj.io/{name}"] = value


def _source(one: Document) -> Any:
    return one["spec"]["source"]


APPLICATIONS: tuple[Mistake, ...] = (
    ("Application", "gotuto-dev", lambda one: one["metadata"].update(name="gotuto")),
    ("Application", "gotuto-dev", lambda one: one["spec"]["syncPolicy"]["automated"].pop("prune")),
    ("Application", "gotuto-staging", lambda one: one["spec"]["syncPolicy"].pop("automated")),
    ("Application", "gotuto-staging", lambda one: _source(one).update(path="deploy/kubernetes/overlays/staging/nomad")),
    ("Application", "gotuto-staging", lambda one: one["spec"]["destination"].update(namespace="gotuto-prod")),
    (
        "Application",
        "gotuto-prod",
        lambda one: one["spec"]["syncPolicy"].update(automated={"prune": True, "selfHeal": True}),
    ),
    ("Application", "gotuto-prod", lambda one: _source(one).update(path="deploy/kubernetes/overlays/dev/kubernetes")),
    ("Application", "gotuto-prod", lambda one: _source(one).update(repoURL="https://example.org/gotuto.git")),
    ("Application", "gotuto-prod", lambda one: one["spec"].update(project="default")),
    ("Application", "gotuto-prod", lambda one: one["spec"]["syncPolicy"]["syncOptions"].remove("PruneLast=true")),
    ("AppProject", "gotuto", lambda one: one["spec"].update(sourceRepos=["*"])),
    ("AppProject", "gotuto", lambda one: one["spec"]["clusterResourceWhitelist"].append({"group": "*", "kind": "*"})),
    ("AppProject", "gotuto", lambda one: one["spec"]["namespaceResourceWhitelist"].pop()),
    (
        "AppProject",
        "gotuto",
        lambda one: one["spec"]["namespaceResourceWhitelist"].append({"group": "batch", "kind": "Pod"}),
    ),
    ("AppProject", "gotuto", lambda one: one["spec"]["destinations"].pop()),
)
ORDER: dict[str, tuple[Mistake, ...]] = {
    "kustomize dev/kubernetes": (
        ("Job", "gotuto-migrate", lambda one: _note(one, "hook", "PreSync")),
        ("Job", "gotuto-migrate", lambda one: _note(one, "sync-wave", "0")),
        ("StatefulSet", "postgres", lambda one: one["metadata"].pop("annotations")),
        ("Secret", "gotuto", lambda one: one["metadata"].pop("annotations")),
    ),
    "kustomize prod/kubernetes": (
        ("Job", "gotuto-migrate", lambda one: one["metadata"].pop("annotations")),
        ("Job", "gotuto-migrate", lambda one: _note(one, "hook-delete-policy", "HookSucceeded")),
        ("ExternalSecret", "gotuto", lambda one: one["metadata"].pop("annotations")),
        ("ServiceAccount", "gotuto-migrate", lambda one: _note(one, "sync-wave", "1")),
        ("ConfigMap", "gotuto-migrate", lambda one: _note(one, "hook", "Sync")),
        ("Deployment", "gotuto-web", lambda one: _note(one, "hook", "PreSync")),
    ),
}
