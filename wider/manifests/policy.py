"""Rules of our own for everything that runs in a cluster; each says what is wrong, and with what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wider.manifests.rendering import Document

_SECRET = re.compile("PASSWORD|SECRET|TOKEN|PASSPHRASE|_KEY|_URL$")
# They hold the path of a file, or no secret.
_OPEN = re.compile("_FILE$|^GOTUTO_PUBLIC_URL$")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def faults(documents: Sequence[Document]) -> Iterator[str]:
    """What breaks a rule, in words."""
    for one in documents:
        if pod := pod_of(one):
            for fault in (*_of_pod(one, pod), *_of_account(pod, documents), *_of_network(one, pod, documents)):
                yield f"{one['kind']} {one['metadata']['name']}: {fault}"
        if one["kind"] == "ConfigMap":
            for name in _secret_names(one["data"]):
                yield f"ConfigMap {one['metadata']['name']}: {name} is a secret"
    yield from _of_beat(documents)


def pod_of(document: Document) -> Document | None:
    """The template of the pods that something makes: `metadata` and `spec`."""
    spec = document.get("spec") or {}
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    template = spec.get("template") if isinstance(spec, Mapping) else None
    return template if isinstance(template, dict) and "containers" in template.get("spec", {}) else None


def containers(pod: Document) -> list[Document]:
    return [*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]]


def _of_pod(document: Document, pod: Document) -> Iterator[str]:
    spec = pod["spec"]
    rights = spec.get("securityContext", {})
    if rights.get("runAsNonRoot") is not True or rights.get("runAsUser") == 0:
        yield "it may run as root"
    if rights.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "it has no seccomp profile"
    if spec.get("automountServiceAccountToken") is not False:
        yield "it is given a token of the cluster"
    if any(spec.get(name) for name in ("hostNetwork", "hostPID", "hostIPC")) or any(
        "hostPath" in volume for volume in spec.get("volumes", ())
    ):
        yield "it sees its host"
    for container in containers(pod):
        for fault in _of_container(container, needs_probe=document["kind"] not in ("Job", "CronJob")):
            yield f"{container['name']}: {fault}"


def _of_account(pod: Document, documents: Sequence[Document]) -> Iterator[str]:
    """Our programs have names, by which a mesh tells them apart."""
    accounts = {one["metadata"]["name"] for one in documents if one["kind"] == "ServiceAccount"}
    name = pod["spec"].get("serviceAccountName")
    if name not in accounts and any(one["name"] == "gotuto" for one in containers(pod)):
        yield f"there is no account {name}"


def _of_container(container: Document, *, needs_probe: bool) -> Iterator[str]:
    rights = container.get("securityContext", {})
    if rights.get("readOnlyRootFilesystem") is not True:
        yield "its root can be written"
    if rights.get("capabilities", {}).get("drop") != ["ALL"] or rights.get("capabilities", {}).get("add"):
        yield "it has capabilities"
    if rights.get("allowPrivilegeEscalation") is not False or rights.get("privileged") or rights.get("runAsUser") == 0:
        yield "it may get more rights"
    resources = container.get("resources", {})
    for kind in ("requests", "limits"):
        if not {"cpu", "memory"} <= set(resources.get(kind, ())):
            yield f"it has no {kind} of CPU and memory"
    if needs_probe and not any(probe in container for probe in _PROBES):
        yield "nobody asks whether it lives"
    if container["image"].endswith(":latest") or ":" not in container["image"]:
        yield f"its image {container['image']} has no version"
    for name in _secret_names({one["name"]: one for one in container.get("env", ())}):
        yield f"{name} is a secret in its environment"
    if any("secretRef" in one for one in container.get("envFrom", ())):
        yield "a secret is its environment"


def _secret_names(variables: Mapping[str, Any]) -> list[str]:
    return [name for name in variables if _SECRET.search(name) and not _OPEN.search(name)]


def _of_network(document: Document, pod: Document, documents: Sequence[Document]) -> Iterator[str]:
    labels = pod["metadata"].get("labels", {})
    policies = [one for one in documents if one["kind"] == "NetworkPolicy"]
    for way in ("Ingress", "Egress"):
        shut = [
            one
            for one in policies
            if way in one["spec"]["policyTypes"]
            and not one["spec"].get(way.lower())
            and selects(one["spec"]["podSelector"], labels)
        ]
        if not shut:
            yield f"its {way.lower()} is open"
    if not any(one["spec"].get("egress") and selects(one["spec"]["podSelector"], labels) for one in policies):
        yield "no policy says where it may go"


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether labels fulfil a selector; an empty one selects all."""
    if any(labels.get(key) != value for key, value in selector.get("matchLabels", {}).items()):
        return False
    return all(_fulfils(one, labels) for one in selector.get("matchExpressions", ()))


def _fulfils(one: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    match one["operator"]:
        case "In":
            return labels.get(one["key"]) in one["values"]
        case "NotIn":
            return labels.get(one["key"]) not in one["values"]
        case "Exists":
            return one["key"] in labels
        case "DoesNotExist":
            return one["key"] not in labels
    raise ValueError(one["operator"])


def _of_beat(documents: Sequence[Document]) -> Iterator[str]:
    """Two would tell everybody the time twice."""
    beats = [one for one in documents if one["kind"] == "Deployment" and one["metadata"]["name"] == "gotuto-beat"]
    if [(one["spec"].get("replicas"), one["spec"].get("strategy", {}).get("type")) for one in beats] != [
        (1, "Recreate")
    ]:
        yield "beat: it does not run once, and never twice"
