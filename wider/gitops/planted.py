"""Mistakes in pipelines and in Skaffold's file: of REFUSED and MISSPELT their own tools find all, of the others our rules do."""

from collections.abc import Callable
from typing import Any

from wider.manifests.planted import Mistake

Change = Callable[[dict[str, Any]], Any]


def _task(one: dict[str, Any], number: int) -> Any:
    return one["spec"]["tasks"][number]


def _step(one: dict[str, Any]) -> Any:
    return one["spec"]["steps"][0]


def _add(one: dict[str, Any], line: str) -> None:
    _step(one)["script"] += f"{line}\n"


REFUSED: tuple[Mistake, ...] = (
    ("Task", "gotuto-fetch", lambda one: one["spec"].update(step=[])),
    ("Task", "gotuto-fetch", lambda one: _add(one, "echo $(params.branch)")),
    ("Task", "gotuto-fetch", lambda one: _step(one)["env"].append({"name": "NOTE", "value": "$(params.note)"})),
    ("Task", "gotuto-push", lambda one: one["spec"].update(results=[{"name": "of the registry"}])),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 0)["params"][0].update(value="$(params.url)")),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 1).update(runAfter=["fetched"])),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 1).update(runAfter=["promote"])),
    ("Pipeline", "gotuto-release", lambda one: one["spec"]["results"][1].update(value="$(tasks.sign.results.digest)")),
    ("Pipeline", "gotuto-release", lambda one: one["spec"]["workspaces"].pop()),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 2).update(name="test")),
    ("PipelineRun", "", lambda one: one["spec"]["pipelineRef"].update(pipeline="gotuto-release")),
    ("PipelineRun", "", lambda one: one["spec"]["workspaces"][1].pop("secret")),
    ("PipelineRun", "", lambda one: one["spec"]["timeouts"].update(tasks="4h")),
)
WRONG: tuple[Mistake, ...] = (
    ("Task", "gotuto-fetch", lambda one: _step(one).update(image="images.example.com/tools/git:latest")),
    ("Task", "gotuto-fetch", lambda one: _step(one).update(image="images.example.org/tools/git:2.50")),
    ("Task", "gotuto-fetch", lambda one: _add(one, "git checkout $(params.revision)")),
    ("Task", "gotuto-fetch", lambda one: _add(one, 'cat "$TOKEN"')),
    ("Task", "gotuto-fetch", lambda one: _step(one).update(script="#!/bin/sh\ngit clone")),
    ("Task", "gotuto-scan", lambda one: one["spec"].pop("stepTemplate")),
    ("Task", "gotuto-scan", lambda one: one["spec"]["workspaces"][0].update(name="image")),
    ("Task", "gotuto-build", lambda one: _step(one)["securityContext"].update(privileged=True)),
    ("Task", "gotuto-build", lambda one: _step(one).pop("computeResources")),
    ("Task", "gotuto-build", lambda one: _add(one, "buildah build --build-arg LOCKS=production .")),
    ("Task", "gotuto-test", lambda one: _add(one, "make coffee")),
    ("Task", "gotuto-test", lambda one: one["metadata"].update(name="gotuto-tests")),
    ("Task", "gotuto-push", lambda one: one["spec"].pop("results")),
    ("Task", "gotuto-push", lambda one: one["spec"]["params"].pop()),
    ("Task", "gotuto-push", lambda one: one["spec"]["workspaces"].pop()),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 5)["params"].pop()),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 4).update(runAfter=["build"])),
    ("Pipeline", "gotuto-release", lambda one: _task(one, 3).update(name="look")),
    (
        "Pipeline",
        "gotuto-promotion",
        lambda one: one["spec"]["params"][0].update(default="https://example.net/gotuto.git"),
    ),
    ("PipelineRun", "", lambda one: one["spec"]["pipelineRef"].update(name="release")),
    ("PipelineRun", "", lambda one: one["spec"]["params"].pop()),
    ("PipelineRun", "", lambda one: one["spec"]["workspaces"].pop()),
)
MISSPELT: tuple[Change, ...] = (
    lambda one: one.update(apiVersion="skaffold/v5"),
    lambda one: one["build"].update(artifact=[]),
    lambda one: one["build"]["artifacts"][0]["docker"].update(file="deploy/Containerfile"),
    lambda one: one["build"]["local"].update(push="never"),
    lambda one: one["portForward"][0].update(resource="gotuto-web"),
)
STRANGE: tuple[Change, ...] = (
    lambda one: one["build"]["artifacts"][0].update(image="gotuto"),
    lambda one: one["build"]["artifacts"][0]["docker"].update(dockerfile="Dockerfile"),
    lambda one: one["build"]["artifacts"][0]["docker"].update(buildArgs={"LOCKS": "production"}),
    lambda one: one["manifests"]["kustomize"].update(paths=["deploy/kubernetes/overlays/prod/kubernetes"]),
    lambda one: one["portForward"][0].update(port=8000),
)
# What the scripts of these tasks do wrong is seen when they are played.
CLUMSY: tuple[Mistake, ...] = (
    (
        "Task",
        "gotuto-fetch",
        lambda one: _step(one).update(script=_step(one)["script"].replace("rev-parse HEAD", "rev-parse HEAD~0^{tree}")),
    ),
    (
        "Task",
        "gotuto-promote",
        lambda one: _step(one).update(script=_step(one)["script"].replace("git fetch --quiet origin", "true")),
    ),
    (
        "Task",
        "gotuto-promote",
        lambda one: _step(one).update(script=_step(one)["script"].replace('"gotuto=', '"shop=')),
    ),
    (
        "Task",
        "gotuto-promote",
        lambda one: _step(one).update(script=_step(one)["script"].replace("git push", "true")),
    ),
)
