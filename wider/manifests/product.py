"""Every name that a manifest takes from the product is one that it has: settings, roles, commands, ports, paths, folders, metrics."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from config.declared import SETTINGS
from wider.manifests.policy import containers, pod_of
from wider.manifests.rendering import DEPLOY, Document

_PROJECT = DEPLOY.parent
_SECRETS = "/run/secrets/gotuto"
# What a shop would have there; a check of the settings refuses weak ones.
GIVEN = {
    "SECRET_KEY": "5f0d8c1e7a9b4d3c2e6f8a1b0c9d7e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d",
    "DATABASE_URL": "postgres://gotuto:secret@postgres.example.com/gotuto",
    "REDIS_URL": "rediss://valkey.example.com:6379/0",
    "EMAIL_URL": "smtp+tls://shop:secret@mail.example.com:587",
    "GOTUTO_METRICS_TOKEN": "metrics-of-the-shop",
    "GOTUTO_BACKUP_PASSPHRASE": "backups-of-the-shop",
}
_ROLES = ("web", "worker", "beat", "migrate")


def faults(documents: Sequence[Document]) -> Iterator[str]:
    """What the product does not have, in words."""
    held = _held(documents)
    for one in documents:
        if one["kind"] == "ConfigMap":
            yield from _of_settings(one["metadata"]["name"], one["data"], held)
        for container in containers(pod) if (pod := pod_of(one)) else ():
            if container["name"] == "gotuto":
                for fault in _of_container(container):
                    yield f"{one['kind']} {one['metadata']['name']}: {fault}"
    for path, where in _paths(documents):
        if not is_address(path):
            yield f"{where}: the product has no {path}"
    for metric in re.findall(r"gotuto_\w+", str([one for one in documents if one["kind"] == "ScaledObject"])):
        if metric not in _dashboard():
            yield f"ScaledObject: there is no metric {metric}"


def _held(documents: Sequence[Document]) -> set[str]:
    """The keys of the secret."""
    held: set[str] = set()
    for one in documents:
        if one["kind"] == "Secret":
            held |= {*one.get("data", {}), *one.get("stringData", {})}
        if one["kind"] == "ExternalSecret":
            held |= {each["secretKey"] for each in one["spec"]["data"]}
    return held


def _of_settings(name: str, data: Mapping[str, str], held: set[str]) -> Iterator[str]:
    for variable, value in data.items():
        if SETTINGS.named(variable.removesuffix("_FILE")) is None:
            yield f"ConfigMap {name}: there is no setting {variable}"
        if variable.endswith("_FILE") and value.removeprefix(f"{_SECRETS}/") not in held:
            yield f"ConfigMap {name}: {variable} is not in the secret"
    if refusal := _refusal(tuple(data.items())):
        yield f"ConfigMap {name}: {refusal}"


@cache
def _refusal(data: Sequence[tuple[str, str]]) -> str:
    """What the product says against these settings, with secrets as a shop has them."""
    with tempfile.TemporaryDirectory(prefix="gotuto-secrets-") as folder:
        for secret, value in GIVEN.items():
            (Path(folder) / secret).write_text(value)
        given = {name: value.replace(_SECRETS, folder) for name, value in data}
        done = subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=_PROJECT, env={"PATH": os.environ["PATH"], "GOTUTO_DATA_DIR": folder, **given}, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
    return done.stderr.strip()[-300:] if done.returncode else ""


def _of_container(container: Document) -> Iterator[str]:
    words = [*container.get("args", ())]
    if words[0] not in (*_ROLES, *_commands()):
        yield f"there is no role and no command {words[0]}"
    for port in container.get("ports", ()):
        if str(port["containerPort"]) != _image()["PORT"]:
            yield f"nobody listens on {port['containerPort']}"
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        command = container.get(probe, {}).get("exec", {}).get("command")
        if command and (command[0] != "/app/entrypoint" or command[1] not in _entrypoint() or command[2] not in _ROLES):
            yield f"{probe} asks {' '.join(command)}"
    told = {one["mountPath"] for one in container["volumeMounts"]}
    data = _image()["GOTUTO_DATA_DIR"]
    if missing := {_SECRETS, data, "/tmp"} - told:  # noqa: S108  as it is in the container
        yield f"it has no {', '.join(sorted(missing))}"
    if unknown := told - {_SECRETS, data, "/tmp", f"{data}/documents", f"{data}/images", "/backups"}:  # noqa: S108
        yield f"nobody looks into {', '.join(sorted(unknown))}"


def _paths(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    for one in documents:
        for container in containers(pod) if (pod := pod_of(one)) else ():
            for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
                if path := container.get(probe, {}).get("httpGet", {}).get("path"):
                    yield path, f"{one['metadata']['name']}, {probe}"
        if one["kind"] == "ServiceMonitor":
            for endpoint in one["spec"]["endpoints"]:
                yield endpoint["path"], "ServiceMonitor"


def ready() -> None:
    """From here on the product's own code may be asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def is_address(path: str) -> bool:
    """Whether the product answers there."""
    ready()
    from django.urls import Resolver404, resolve

    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@cache
def _commands() -> frozenset[str]:
    from django.core.management import get_commands

    ready()
    return frozenset(get_commands())


@cache
def _image() -> Mapping[str, str]:
    """What the image sets by itself."""
    text = (DEPLOY / "Containerfile").read_text()
    lines = re.findall(r"^ENV (.*)$", text, re.MULTILINE)
    return dict(word.split("=", 1) for line in lines for word in line.split())


@cache
def _entrypoint() -> frozenset[str]:
    """The words that it knows besides roles."""
    text = (DEPLOY / "entrypoint").read_text()
    return frozenset(re.findall(r"\b([a-z]+)(?:\)| \]; then)", text))


@cache
def _dashboard() -> str:
    """Each metric in it is on `/metrics`, which a test sees to."""
    return (DEPLOY / "observability" / "grafana" / "gotuto.json").read_text()
