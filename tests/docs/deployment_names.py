"""What commands on the pages about deployment may name: services, units, manifests, commands of the product."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import yaml
from django.core.management import get_commands, load_command_class

from tests.architecture import tree
from tests.config.test_compose_profiles import SERVICES

DEPLOY = tree.ROOT / "deploy"
# Units that the distribution brings.
_THEIRS = {"postgresql", "valkey-server", "haproxy"}
_ENTRY = re.findall(r"^    ([\w |]+)\) exec", (DEPLOY / "entrypoint").read_text(), re.MULTILINE)
_ROLES = {word for line in _ENTRY for word in line.split(" | ")}
_VERBS = {"build", "up", "ps", "run", "exec", "logs", "down", "pull", "stop", "restart"}
_KINDS = {"deploy": "deployment", "statefulset": "statefulset"}
_PROGRAMS = ("manage.py", "/app/entrypoint", "systemd/run")


def faults(words: list[str]) -> Iterator[str]:
    """The words of a command that stand for nothing."""
    if words[:2] == ["docker", "compose"]:
        yield from _of_compose(words[2:])
    if words[0] in ("kubectl", "oc"):
        yield from _of_cluster(words[1:])
    if words[0] == "helm":
        yield from _of_helm(words[1:])
    if words[0] == "systemctl":
        yield from _of_units(words[2:])
    for place, (before, command) in enumerate(pairwise(words)):
        if before.endswith(_PROGRAMS):
            yield from _of_command(command, words[place + 2 :])
    for word in words:
        if re.match(r"(?:deploy|lock|components|overlays|base)/", word) and "://" not in word and not _is_there(word):
            yield f"nothing is at {word}"


def _is_there(path: str) -> bool:
    return any(any(root.glob(path.rstrip("/"))) for root in (tree.ROOT, DEPLOY / "kubernetes"))


def _of_compose(words: list[str]) -> Iterator[str]:
    profiles = {name for service in SERVICES.values() for name in service.get("profiles", ())}
    given = [value for flag, value in pairwise(words) if flag == "--profile"]
    yield from (f"no profile {value}" for value in given if value not in profiles)
    verb, *services = [word for word in words if re.fullmatch(r"[a-z]+\d?", word) and word not in given]
    if verb not in _VERBS:
        yield f"docker compose has no {verb}"
    # What follows the first name of `run` and `exec` is for its program.
    for name in services[:1] if verb in ("run", "exec") else services:
        if name not in SERVICES:
            yield f"no service {name}"


def _of_cluster(words: list[str]) -> Iterator[str]:
    known = resources()
    spaces = {name for kind, name in known if kind == "namespace"} | {"ingress-nginx"}
    for flag, value in pairwise(words):
        if flag in ("-n", "--namespace") and value not in spaces:
            yield f"no namespace {value}"
        if flag == "-k" and not (tree.ROOT / value / "kustomization.yaml").is_file():
            yield f"nothing to be applied at {value}"
    for word in words:
        kind, slash, name = word.removeprefix("--from=").partition("/")
        kind = _KINDS.get(kind, kind)
        if slash and "/" not in name and kind in {kind for kind, _ in known} and (kind, name) not in known:
            yield f"no {kind} {name}"
        if word.startswith("app.kubernetes.io/component=") and word.partition("=")[2] not in ("web", "controller"):
            yield f"no pods of {word}"
    # `create job NAME` makes one.
    asked = set() if "create" in words else {pair for pair in pairwise(words) if pair[0] in {kind for kind, _ in known}}
    for kind, name in asked - known:
        if re.fullmatch(r"[a-z][a-z-]+", name):
            yield f"no {kind} {name}"
    for container in re.findall(r" (\w+)=images\.example\.com", " ".join(words)):
        if container != "gotuto":
            yield f"no container {container}"


@cache
def resources() -> set[tuple[str, str]]:
    """Kind and name of everything in the manifests."""
    files = [*(DEPLOY / "kubernetes").rglob("*.yaml")]
    documents = [one for file in files for one in yaml.safe_load_all(file.read_text()) if one]
    return {
        (one["kind"].lower(), one["metadata"]["name"])
        for one in documents
        if "name" in one.get("metadata", {}) and one["metadata"]["name"] != "every"
    }


def _of_helm(words: list[str]) -> Iterator[str]:
    values = yaml.safe_load((DEPLOY / "helm" / "gotuto" / "values.yaml").read_text())
    for flag, value in pairwise(words):
        if flag == "--set" and value.partition("=")[0].partition(".")[0] not in values:
            yield f"the chart has no value {value}"


def _of_units(words: list[str]) -> Iterator[str]:
    folder = DEPLOY / "systemd"
    for word in words:
        name = re.sub(r"@\d+", "@", word)
        there = (folder / name, folder / f"{name}.service")
        if not word.startswith(("-", "'")) and word not in _THEIRS and not any(path.is_file() for path in there):
            yield f"no unit {word}"


def _of_command(name: str, arguments: list[str]) -> Iterator[str]:
    if name in _ROLES:
        return
    if name not in get_commands():
        yield f"no command {name}"
        return
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    known = {option for action in parser._actions for option in action.option_strings}
    yield from (f"{name} has no {word}" for word in arguments if word.startswith("--") and word not in known)
