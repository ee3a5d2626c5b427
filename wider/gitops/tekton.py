"""Tekton's tasks and pipelines: what its admission says of each, and what it does not look at, since it sees one at a time."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from wider import golang
from wider.manifests import rendering
from wider.manifests.rendering import DEPLOY, Document

TEKTON = ("github.com/tektoncd/pipeline", "v1.6.0")
PLACE = DEPLOY / "gitops" / "tekton"
_IMAGES = "images.example.com/"
_HOSTS = {"example.com", "images.example.com"}
# Who builds is somebody; the shell has a few names of its own.
_BUILDS, _SHELL = "gotuto-build", {"HOME", "PATH"}
_ORDER = ("fetch", "test", "build", "scan", "push", "promote")


def documents() -> list[Document]:
    """All that Tekton is told, with the example of a run. Raises Failed, Missed."""
    return [*rendering.built(PLACE), yaml.safe_load((PLACE / "run.yaml").read_text())]


def refused(of: Sequence[Document]) -> list[str]:
    """What Tekton's own admission has against each; nothing, if it is well. Raises Missed."""
    source = (Path(__file__).parent / "tekton.go").read_text()
    judge = golang.within("tekton-judge", *TEKTON, "./cmd/judge", {"cmd/judge/main.go": source})
    done = subprocess.run(
        [judge], input=json.dumps([*map(_called, of)]), capture_output=True, text=True, timeout=60, check=True
    )
    told: list[str] = json.loads(done.stdout)
    return told


def _called(one: Document) -> Document:
    """With a name, as the API server makes one before anybody is asked."""
    meta = one["metadata"]
    return {**one, "metadata": {"name": f"{meta['generateName']}x7k2p", **meta}} if "generateName" in meta else one


def faults(of: Sequence[Document]) -> Iterator[str]:
    """What breaks a rule, in words."""
    tasks = {one["metadata"]["name"]: one["spec"] for one in of if one["kind"] == "Task"}
    pipelines = {one["metadata"]["name"]: one["spec"] for one in of if one["kind"] == "Pipeline"}
    for name, task in tasks.items():
        for fault in _of_task(name, task):
            yield f"Task {name}: {fault}"
    for name, pipeline in pipelines.items():
        for fault in (*_of_pipeline(pipeline, tasks), *_of_order(pipeline)):
            yield f"Pipeline {name}: {fault}"
    for one in of:
        if one["kind"] == "PipelineRun":
            for fault in _of_run(one["spec"], pipelines):
                yield f"PipelineRun: {fault}"
    for host in sorted({str(urlsplit(url).hostname) for url in re.findall(r"https?://[^\s'\"}]+", str(of))} - _HOSTS):
        yield f"{host} is somebody else's"


def _of_task(name: str, task: Document) -> Iterator[str]:
    spaces = _named(task.get("workspaces", ()))
    if unknown := sorted(set(re.findall(r"\$\(workspaces\.([\w-]+)\.", str(task))) - spaces):
        yield f"it has no workspace {', '.join(unknown)}"
    for step in task["steps"]:
        image, script = step["image"], step.get("script", "")
        if not image.startswith(_IMAGES) or not re.search(r":[\d.]+$", image):
            yield f"its image {image} has no version, or is somebody else's"
        if "$(" in script:
            yield "what somebody gives it is a part of its script, and may be a command"
        if not script.startswith("#!/bin/sh\nset -eu\n"):
            yield "it goes on after a failure"
        told = {each["name"] for each in step.get("env", ())} | _SHELL
        if unknown := sorted(set(re.findall(r"\$\{?([A-Z_]+)", script)) - told):
            yield f"nobody tells it {', '.join(unknown)}"
        rights = {**task.get("stepTemplate", {}).get("securityContext", {}), **step.get("securityContext", {})}
        if name != _BUILDS and not (rights.get("runAsNonRoot") and rights.get("capabilities") == {"drop": ["ALL"]}):
            yield "it has rights that it does not need"
        if rights.get("privileged"):
            yield "it may do everything to its machine"
        if not {"requests", "limits"} <= step.get("computeResources", {}).keys():
            yield "it may take all of its machine"
        for target in re.findall(r"^make (\w+)$", script, re.MULTILINE):
            if f"\n{target}:" not in (DEPLOY.parent / "Makefile").read_text():
                yield f"there is no make {target}"
        for argument in re.findall(r"--build-arg (\w+)=", script):
            if f"\nARG {argument}" not in (DEPLOY / "Containerfile").read_text():
                yield f"the image knows no {argument}"


def _of_pipeline(pipeline: Document, tasks: Mapping[str, Document]) -> Iterator[str]:
    refs = {each["name"]: each["taskRef"]["name"] for each in pipeline["tasks"]}
    for each in pipeline["tasks"]:
        task = tasks.get(each["taskRef"]["name"])
        if task is None:
            yield f"there is no task {each['taskRef']['name']}"
            continue
        yield from _given(each["name"], task.get("params", ()), each.get("params", ()))
        if _named(task.get("workspaces", ())) != _named(each.get("workspaces", ())):
            yield f"{each['name']} has other workspaces than its task"
    for name, result in re.findall(r"\$\(tasks\.([\w-]+)\.results\.([\w-]+)\)", str(pipeline)):
        if result not in _named(tasks.get(refs.get(name, ""), {}).get("results", ())):
            yield f"{name} has no result {result}"


def _of_order(pipeline: Document) -> Iterator[str]:
    """Nothing is handed out that was not tested and looked at."""
    after = {each["name"]: each.get("runAfter", []) for each in pipeline["tasks"]}
    wanted = [name for name in _ORDER if name in after]
    if sorted(wanted) != sorted(after):
        yield "it does what nobody knows of"
    for before, name in pairwise(wanted):
        if before not in after[name]:
            yield f"{name} does not wait for {before}"


def _of_run(run: Document, pipelines: Mapping[str, Document]) -> Iterator[str]:
    pipeline = pipelines.get(run["pipelineRef"]["name"])
    if pipeline is None:
        yield f"there is no pipeline {run['pipelineRef']['name']}"
        return
    yield from _given("it", pipeline["params"], run.get("params", ()))
    if _named(pipeline["workspaces"]) != _named(run.get("workspaces", ())):
        yield "it has other workspaces than its pipeline"


def _given(who: str, declared: Sequence[Any], given: Sequence[Any]) -> Iterator[str]:
    needed = {each["name"] for each in declared if "default" not in each}
    if missing := sorted(needed - _named(given)):
        yield f"{who} is not given {', '.join(missing)}"
    if unknown := sorted(_named(given) - _named(declared)):
        yield f"{who} knows no {', '.join(unknown)}"


def _named(each: Sequence[Any]) -> set[str]:
    return {one["name"] for one in each}
