"""Rules for Argo CD: what is brought where and by whom, what may be brought, and in which order it begins."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wider.manifests.policy import selects
from wider.manifests.rendering import DEPLOY, Document

# A placeholder: nobody's repository is ours to name.
REPOSITORY = "https://example.com/gotuto.git"
_BY_ITSELF = {"dev": True, "staging": True, "prod": False}
_HOOK, _WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"
_PHASES = ("PreSync", "Sync", "PostSync")
# Made before everything else by whoever asks for it (CreateNamespace).
_FIRST = "Namespace"


def faults(documents: Sequence[Document], overlays: Mapping[str, Sequence[Document]]) -> Iterator[str]:
    """What breaks a rule, in words; overlays are what each path of the repository makes."""
    applications = [one for one in documents if one["kind"] == "Application"]
    projects = {one["metadata"]["name"]: one["spec"] for one in documents if one["kind"] == "AppProject"}
    if sorted(one["metadata"]["name"] for one in applications) != sorted(f"gotuto-{name}" for name in _BY_ITSELF):
        yield "there is not one application for each environment"
    brought: set[tuple[str, str]] = set()
    for one in applications:
        spec, name = one["spec"], one["metadata"]["name"]
        made = overlays.get(spec["source"].get("path", ""))
        if made is None:
            yield f"Application {name}: there is no {spec['source'].get('path')}"
            continue
        brought |= {_kind(each) for each in made}
        for fault in (*_of_application(name, spec, made), *_of_project(spec, projects.get(spec["project"]), made)):
            yield f"Application {name}: {fault}"
    for name, project in projects.items():
        allowed = {(each["group"], each["kind"]) for each in project["namespaceResourceWhitelist"]}
        if more := sorted(allowed - brought):
            yield f"AppProject {name}: nothing brings {', '.join(kind for _, kind in more)}"


def _of_application(name: str, spec: Document, made: Sequence[Document]) -> Iterator[str]:
    environment = name.removeprefix("gotuto-")
    [namespace] = {one["metadata"]["namespace"] for one in made if one["kind"] != _FIRST}
    if f"/{environment}/" not in spec["source"]["path"] or spec["destination"]["namespace"] != namespace:
        yield "it brings another environment, or elsewhere"
    if spec["source"]["repoURL"] != REPOSITORY:
        yield f"its repository is {spec['source']['repoURL']}"
    policy = spec.get("syncPolicy", {})
    wanted = {"prune": True, "selfHeal": True} if _BY_ITSELF.get(environment) else None
    if policy.get("automated") != wanted:
        yield f"by itself it does {policy.get('automated')}, and should do {wanted}"
    if not {"CreateNamespace=true", "PruneLast=true"} <= set(policy.get("syncOptions", ())):
        yield "hooks have no namespace, or the settings of old pods are gone before them"


def _of_project(spec: Document, project: Document | None, made: Sequence[Document]) -> Iterator[str]:
    if project is None:
        yield f"there is no project {spec['project']}"
        return
    if project["sourceRepos"] != [REPOSITORY] or spec["destination"] not in project["destinations"]:
        yield "its project does not allow it, or anything at all"
    if project["clusterResourceWhitelist"] != [{"group": "", "kind": _FIRST}]:
        yield "its project allows more of the cluster than namespaces"
    allowed = {(each["group"], each["kind"]) for each in project["namespaceResourceWhitelist"]}
    if fewer := sorted({_kind(one) for one in made if one["kind"] != _FIRST} - allowed):
        yield f"its project does not allow {', '.join(kind for _, kind in fewer)}"


def order(documents: Sequence[Document]) -> Iterator[str]:
    """Where Argo CD begins something before what it needs, in words."""
    begins = {(one["kind"], one["metadata"]["name"]): _begins(one) for one in documents}
    job = begins["Job", "gotuto-migrate"]
    [migration] = [one for one in documents if (one["kind"], one["metadata"]["name"]) == ("Job", "gotuto-migrate")]
    if "BeforeHookCreation" not in migration["metadata"].get("annotations", {}).get(f"{_HOOK}-delete-policy", ""):
        yield "a Job cannot be changed, and is not made anew"
    for (kind, name), begin in begins.items():
        if (kind, name) in needed(migration, documents) and begin >= job:
            yield f"the migration begins before {kind} {name}"
        if kind == "Deployment" and name.startswith("gotuto-") and begin <= job:
            yield f"{name} begins before the migration has ended"


def needed(migration: Document, documents: Sequence[Document]) -> set[tuple[str, str]]:
    """What the migration reads and asks, as far as it is among these."""
    pod: Any = migration["spec"]["template"]["spec"]
    names = {("ServiceAccount", pod["serviceAccountName"])}
    names |= {("ConfigMap", each["configMapRef"]["name"]) for each in pod["containers"][0]["envFrom"]}
    secrets = {each["secret"]["secretName"] for each in pod["volumes"] if "secret" in each}
    names |= {(kind, name) for kind in ("Secret", "ExternalSecret") for name in secrets}
    engines = [one for one in documents if one["kind"] == "StatefulSet"]
    names |= {(kind, one["metadata"]["name"]) for kind in ("StatefulSet", "Service") for one in engines}
    if engines:
        peers = [one["spec"]["template"]["metadata"]["labels"] for one in (migration, *engines)]
        names |= {("NetworkPolicy", one["metadata"]["name"]) for one in documents if _opens(one, peers)}
    return names


def _opens(one: Document, peers: Sequence[Mapping[str, str]]) -> bool:
    """Whether it is a network policy by which one of them may ask or be asked."""
    return (
        one["kind"] == "NetworkPolicy"
        and bool(one["spec"].get("ingress") or one["spec"].get("egress"))
        and any(selects(one["spec"]["podSelector"], labels) for labels in peers)
    )


def _begins(one: Document) -> tuple[int, int]:
    notes = one["metadata"].get("annotations", {})
    return _PHASES.index(notes.get(_HOOK, "Sync")), int(notes.get(_WAVE, "0"))


def _kind(one: Document) -> tuple[str, str]:
    group, slash, _ = one["apiVersion"].partition("/")
    return (group if slash else "", one["kind"])


def by_path(rendered: Mapping[str, Sequence[Document]]) -> dict[str, Sequence[Document]]:
    """What was rendered of overlays, by their paths in the repository."""
    tool, root = "kustomize ", DEPLOY.name
    return {
        f"{root}/kubernetes/overlays/{name.removeprefix(tool)}": made
        for name, made in rendered.items()
        if name.startswith(tool)
    }
