"""Mistakes of every kind, put into what was rendered: what does not find them all proves nothing."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from wider.manifests.policy import pod_of
from wider.manifests.rendering import Document

Change = Callable[[Document], None]
# Of which document, by kind and name, and what is wrong with it then.
Mistake = tuple[str, str, Change]

# One for each kind: a word that its schema does not know, or a value that it does not take.
_MISSPELT: dict[str, Change] = {
    "Namespace": lambda one: one["metadata"].update(labels="none"),
    "ServiceAccount": lambda one: one.update(automountServiceAccountToken="no"),
    "ConfigMap": lambda one: one["data"].update(GOTUTO_TRUSTED_PROXIES=1),
    "Secret": lambda one: one.update(dataa={}),
    "Service": lambda one: one["spec"]["ports"][0].update(targetport="http"),
    "PersistentVolumeClaim": lambda one: one["spec"].update(accessMode="ReadWriteMany"),
    "Deployment": lambda one: one["spec"].update(replica=2),
    "StatefulSet": lambda one: one["spec"].update(serviceNames="postgres"),
    "CronJob": lambda one: one["spec"].update(schedules="15 1 * * *"),
    "Job": lambda one: one["spec"].update(backoffLimits=3),
    "PodDisruptionBudget": lambda one: one["spec"].update(maxUnavailables=1),
    "HorizontalPodAutoscaler": lambda one: one["spec"].update(minReplicas="two"),
    "Ingress": lambda one: one["spec"]["rules"][0]["http"]["paths"][0].pop("pathType"),
    "NetworkPolicy": lambda one: one["spec"].update(policyTypes="Egress"),
    "Route": lambda one: one["spec"]["tls"].update(terminations="edge"),
    "ExternalSecret": lambda one: one["spec"]["data"][0].pop("remoteRef"),
    "ServiceMonitor": lambda one: one["spec"]["endpoints"][0].update(paths="/metrics"),
    "PrometheusRule": lambda one: one["spec"]["groups"][0].pop("name"),
    "ScaledObject": lambda one: one["spec"].pop("triggers"),
    "IngressRoute": lambda one: one["spec"]["routes"][0].update(matches="Path(`/`)"),
    "Middleware": lambda one: one["spec"].update(rateLimits={"average": 1}),
    "ServersTransport": lambda one: one["spec"]["forwardingTimeouts"].update(idleTimeout="3s"),
    "TLSOption": lambda one: one["spec"].update(minVersion=12),
    "PeerAuthentication": lambda one: one["spec"]["mtls"].update(mode="strict"),
    "AuthorizationPolicy": lambda one: one["spec"].update(rule=[]),
    "Gateway": lambda one: one["spec"]["servers"][0].pop("port"),
    "VirtualService": lambda one: one["spec"]["http"][0]["retries"].update(retry="never"),
    "DestinationRule": lambda one: one["spec"]["trafficPolicy"]["tls"].update(mode="MUTUAL_ISTIO"),
    "Sidecar": lambda one: one["spec"]["outboundTrafficPolicy"].update(mode="ALLOW_ALL"),
    "ServiceEntry": lambda one: one["spec"].update(resolution="dns"),
    "Application": lambda one: one["spec"].update(syncPolicies={}),
    "AppProject": lambda one: one["spec"].pop("destinations") and one["spec"].update(destination=[]),
}


def misspelt(documents: Sequence[Document]) -> Iterator[Document]:
    """One document of each kind that is none any more. Raises KeyError for a kind for which there is no mistake yet."""
    for kind, one in {one["kind"]: one for one in documents}.items():
        changed = deepcopy(one)
        _MISSPELT[kind](changed)
        yield changed


def _container(document: Document) -> Any:
    pod = pod_of(document)
    assert pod is not None
    return pod["spec"]["containers"][0]


def _pod(document: Document) -> Any:
    pod = pod_of(document)
    assert pod is not None
    return pod["spec"]


RISKY: tuple[Mistake, ...] = (
    ("Deployment", "gotuto-web", lambda one: _pod(one)["securityContext"].pop("runAsNonRoot")),
    ("Deployment", "gotuto-web", lambda one: _pod(one)["securityContext"].update(runAsUser=0)),
    ("Deployment", "gotuto-web", lambda one: _pod(one)["securityContext"].pop("seccompProfile")),
    ("Deployment", "gotuto-worker", lambda one: _pod(one).pop("automountServiceAccountToken")),
    ("Deployment", "gotuto-worker", lambda one: _pod(one).update(hostNetwork=True)),
    (
        "Deployment",
        "gotuto-worker",
        lambda one: _pod(one)["volumes"].append({"name": "host", "hostPath": {"path": "/"}}),
    ),
    ("CronJob", "gotuto-backup", lambda one: _container(one)["securityContext"].update(readOnlyRootFilesystem=False)),
    (
        "CronJob",
        "gotuto-backup",
        lambda one: _container(one)["securityContext"]["capabilities"].update(add=["NET_RAW"]),
    ),
    ("Job", "gotuto-migrate", lambda one: _container(one)["securityContext"].pop("allowPrivilegeEscalation")),
    ("Job", "gotuto-migrate", lambda one: _container(one)["resources"]["limits"].pop("memory")),
    ("Deployment", "gotuto-beat", lambda one: _container(one).pop("livenessProbe")),
    ("Deployment", "gotuto-beat", lambda one: one["spec"].update(replicas=2)),
    ("Deployment", "gotuto-beat", lambda one: one["spec"].update(strategy={"type": "RollingUpdate"})),
    ("Deployment", "gotuto-web", lambda one: _container(one).update(image="gotuto:latest")),
    ("Deployment", "gotuto-web", lambda one: _container(one).update(env=[{"name": "SECRET_KEY", "value": "x"}])),
    ("Deployment", "gotuto-web", lambda one: _container(one)["envFrom"].append({"secretRef": {"name": "gotuto"}})),
    (
        "ConfigMap",
        "gotuto-migrate",
        lambda one: one["data"].update(DATABASE_URL="postgres://gotuto:secret@postgres/gotuto"),
    ),
    ("NetworkPolicy", "gotuto-nothing", lambda one: one["spec"].update(podSelector={"matchLabels": {"a": "b"}})),
    ("NetworkPolicy", "gotuto-nothing", lambda one: one["spec"].update(ingress=[{}])),
    ("Job", "gotuto-migrate", lambda one: _pod(one).pop("serviceAccountName")),
    ("ServiceAccount", "gotuto-beat", lambda one: one["metadata"].update(name="gotuto-clock")),
)
UNKNOWN: tuple[Mistake, ...] = (
    ("ConfigMap", "gotuto-migrate", lambda one: one["data"].update(GOTUTO_WEB_WORKER_COUNT="2")),
    ("ConfigMap", "gotuto-migrate", lambda one: one["data"].update(GOTUTO_WEB_WORKERS="many")),
    (
        "ConfigMap",
        "gotuto-migrate",
        lambda one: one["data"].update(GOTUTO_STRIPE_KEY_FILE="/run/secrets/gotuto/STRIPE"),
    ),
    ("Deployment", "gotuto-web", lambda one: _container(one).update(args=["server"])),
    ("CronJob", "gotuto-drill", lambda one: _container(one).update(args=["practice"])),
    ("Deployment", "gotuto-web", lambda one: _container(one)["ports"][0].update(containerPort=8080)),
    ("Deployment", "gotuto-web", lambda one: _container(one)["readinessProbe"]["httpGet"].update(path="/ready")),
    (
        "Deployment",
        "gotuto-worker",
        lambda one: _container(one)["livenessProbe"]["exec"].update(command=["/app/alive"]),
    ),
    (
        "Deployment",
        "gotuto-worker",
        lambda one: _container(one)["volumeMounts"].append({"name": "x", "mountPath": "/cache"}),
    ),
    ("Deployment", "gotuto-worker", lambda one: _container(one)["volumeMounts"].pop(0)),
    ("ServiceMonitor", "gotuto", lambda one: one["spec"]["endpoints"][0].update(path="/prometheus")),
    (
        "ScaledObject",
        "gotuto-worker",
        lambda one: one["spec"]["triggers"][0]["metadata"].update(query="max(gotuto_lag)"),
    ),
)


def changed(documents: Sequence[Document], kind: str, name: str, change: Change) -> list[Document]:
    """All documents, one of them with a mistake."""
    copies = deepcopy(list(documents))
    change(next(one for one in copies if (one["kind"], one["metadata"]["name"]) == (kind, name)))
    return copies
