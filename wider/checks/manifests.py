"""What is written for Kubernetes and OpenShift: rendered, valid, safe, the same by Helm, and about this very product."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool
from wider.manifests import (
    argo,
    comparing,
    crds,
    gateways,
    mesh,
    planted,
    planted_gateways,
    planted_gitops,
    planted_mesh,
    policy,
    product,
    rendering,
    ways,
)
from wider.manifests.rendering import Document

_ROOT = Path(__file__).resolve().parents[2]
_UV = str(Path(sys.executable).with_name("uv"))

# Says of each document what is wrong with it, or nothing.
Judge = Callable[[Sequence[Document]], list[str]]
_RULES = (policy.faults, product.faults, ways.faults, gateways.faults, mesh.faults)
# Of each rendering: mistakes, and what has to find them.
_MISTAKES = (
    ({"kustomize staging/openshift": planted.RISKY}, policy.faults),
    ({"kustomize staging/openshift": planted.UNKNOWN}, product.faults),
    (planted_gateways.WAYS, ways.faults),
    (planted_gateways.LIMITS, gateways.faults),
    (planted_gitops.ORDER, argo.order),
    ({"kustomize prod/mesh": planted_mesh.WAYS}, ways.faults),
    ({"kustomize prod/canary": planted_mesh.MESH}, mesh.faults),
)


def _run() -> str:
    rendered = dict(rendering.each())
    with _judge() as judge:
        for name, documents in rendered.items():
            _valid(name, documents, judge)
            for rules in _RULES:
                _none(name, rules(documents))
            if name.startswith("kustomize"):
                _none(name, argo.order(documents))
        beside = _beside(judge, rendered)
        for platform in rendering.PLATFORMS:
            for environment in rendering.CHARTED:
                both = (rendered[f"{tool} {environment}/{platform}"] for tool in ("kustomize", "helm"))
                _none(f"{environment}/{platform}", comparing.differences(*both))
        found = _planted(judge, rendered, beside)
    made = [one for documents in (*rendered.values(), beside) for one in documents]
    return (
        f"{len(made)} resources of {len({one['kind'] for one in made})} kinds in {len(rendered)} renderings by kustomize "
        f"{rendering.KUSTOMIZE} and Helm {rendering.HELM} fit Kubernetes 1.31 and {crds.versions()}, our rules and the product; "
        f"Helm makes what kustomize makes; {found} planted mistakes are found"
    )


def _beside(judge: Judge, rendered: dict[str, list[Document]]) -> list[Document]:
    """What Argo CD is told of these renderings."""
    documents = rendering.built(rendering.DEPLOY / "gitops" / "argocd")
    _valid("Argo CD", documents, judge)
    _none("Argo CD", argo.faults(documents, argo.by_path(rendered)))
    return documents


def _valid(name: str, documents: Sequence[Document], judge: Judge) -> None:
    told = zip(documents, judge(documents), strict=True)
    _none(name, (f"{_named(one)}: {fault}" for one, fault in told if fault))


def _none(name: str, faults: Iterable[str]) -> None:
    if found := list(faults):
        raise Failed(f"{name}: {len(found)} faults: {'; '.join(found[:5])}")


def _named(one: Document) -> str:
    return f"{one['kind']} {one['metadata']['name']}"


def _planted(judge: Judge, rendered: dict[str, list[Document]], beside: list[Document]) -> int:
    """How many mistakes were found. Raises Failed for one that was not."""
    everything = [one for documents in (*rendered.values(), beside) for one in documents]
    misspelt = list(planted.misspelt(everything))
    missed = [_named(one) for one, fault in zip(misspelt, judge(misspelt), strict=True) if not fault]
    made = len(misspelt)
    for renderings, faults in _MISTAKES:
        for name, mistakes in renderings.items():
            made += len(mistakes)
            missed += _unfound(name, rendered[name], mistakes, faults)
    made += len(planted_gitops.APPLICATIONS)
    paths = argo.by_path(rendered)
    missed += _unfound("Argo CD", beside, planted_gitops.APPLICATIONS, lambda changed: argo.faults(changed, paths))
    more = rendering.charted("staging", "openshift", "--set", "web.min=3")
    if not list(comparing.differences(rendered["kustomize staging/openshift"], more)):
        missed.append("a chart with other values")
    try:
        rendering.charted("staging", "openshift", "--set", "platform=swarm")
        missed.append("a platform that the values' schema does not know")
    except Failed:
        pass
    if missed:
        raise Failed(f"these mistakes were not found: {'; '.join(missed)}")
    return made + 2


def _unfound(
    name: str,
    sound: list[Document],
    mistakes: Sequence[planted.Mistake],
    faults: Callable[[Sequence[Document]], Iterable[str]],
) -> Iterator[str]:
    for number, (kind, which, change) in enumerate(mistakes):
        if not list(faults(planted.changed(sound, kind, which, change))):
            yield f"{name}, {kind} {which}, mistake {number}"


@contextmanager
def _judge() -> Iterator[Judge]:
    """The schemas of Kubernetes, in an environment of their own: they are larger than everything else."""
    with tempfile.TemporaryDirectory(prefix="gotuto-judge-") as folder:
        python = str(Path(folder) / "bin" / "python")
        for command in (
            ["venv", "--quiet", "--python", sys.executable, folder],
            ["pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", "lock/kubernetes.txt"],
        ):
            done = subprocess.run([_UV, *command], cwd=_ROOT, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                raise Missed(f"the schemas of Kubernetes could not be had: {done.stderr.strip()[-200:]}")

        def judge(documents: Sequence[Document]) -> list[str]:
            asked = [(one, crds.schemas().get((one["apiVersion"], one["kind"]))) for one in documents]
            program = str(_ROOT / "wider" / "manifests" / "judging.py")
            done = subprocess.run(
                [python, program], input=json.dumps(asked), capture_output=True, text=True, timeout=300, check=True
            )
            told: list[str] = json.loads(done.stdout)
            return told

        yield judge


CHECK = Check(
    "manifests",
    (Tool("go", ("go", "version"), "Go"), Tool("uv", (_UV, "--version"), "the development lock")),
    _run,
)
