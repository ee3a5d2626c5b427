"""The scripts of the tasks that fetch and promote, run as they are by a shell, with git and kustomize, on a repository of their own."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wider.check import Failed
from wider.manifests import rendering
from wider.manifests.policy import containers, pod_of
from wider.manifests.rendering import DEPLOY, Document


@dataclass(frozen=True)
class Played:
    """A folder with a repository (`origin`), what a task works in, and its tools."""

    folder: Path
    tasks: Mapping[str, Document]

    def task(self, name: str, **params: str) -> bool:
        """Whether the task ended well."""
        [step] = self.tasks[name]["steps"]
        told = {each["name"]: self._meant(each["value"], params) for each in step["env"]}
        done = subprocess.run(
            ["/bin/sh", "-c", step["script"].removeprefix("#!/bin/sh\n")],
            cwd=self.folder, env={"PATH": f"{self.folder}/tools:/usr/bin:/bin", "HOME": str(self.folder), **told},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode == 0

    def _meant(self, value: str, params: Mapping[str, str]) -> str:
        value = re.sub(r"\$\(params\.([\w-]+)\)", lambda found: params[found[1]], value)
        return re.sub(r"\$\((?:workspaces|results)\.([\w-]+)\.path\)", lambda found: str(self.folder / found[1]), value)

    def git(self, *arguments: str) -> str:
        """What git says of the repository."""
        done = subprocess.run(
            ["git", "--git-dir", str(self.folder / "origin"), *arguments],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout.strip()


def repository(folder: Path, tasks: Mapping[str, Document]) -> Played:
    """A repository with what is written for clusters, and nothing else."""
    for name in ("source", "git", "tools"):
        (folder / name).mkdir()
    (folder / "git" / "gitconfig").write_text("[user]\n\tname = Releases\n\temail = releases@example.com\n")
    (folder / "tools" / "kustomize").symlink_to(rendering.kustomize())
    first = folder / "first"
    shutil.copytree(DEPLOY / "kubernetes", first / "deploy" / "kubernetes")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        (*identity, "commit", "--quiet", "--message=first"),
        ("clone", "--quiet", "--bare", ".", str(folder / "origin")),
    ):
        subprocess.run(["git", *arguments], cwd=first, check=True, timeout=60)
    return Played(folder, tasks)


def play(at: Played) -> str:
    """What was seen. Raises Failed."""
    repo, image = str(at.folder / "origin"), "images.example.com/gotuto"
    if not at.task("gotuto-fetch", repository=repo, revision="main"):
        raise Failed("gotuto-fetch does not fetch")
    if (at.folder / "commit").read_text() != at.git("rev-parse", "main"):
        raise Failed("gotuto-fetch tells another commit")
    # Two environments in turn: the second stands on top of the first, which its own tree does not have yet.
    for environment, tag in (("dev", "1.2.3"), ("prod", "1.2.2")):
        if not at.task("gotuto-promote", environment=environment, image=image, tag=tag, branch="main"):
            raise Failed(f"gotuto-promote does not promote to {environment}")
    commits = at.git("log", "--format=%s", "main").splitlines()
    if commits != [f"prod runs {image}:1.2.2", f"dev runs {image}:1.2.3", "first"]:
        raise Failed(f"gotuto-promote has committed {commits}")
    for environment, tag in (("dev", "1.2.3"), ("staging", "1.0.0"), ("prod", "1.2.2")):
        if (images := _images(at, environment)) != {f"{image}:{tag}"}:
            raise Failed(f"{environment} runs {', '.join(sorted(images))} after its promotion to {tag}")
    if not at.task("gotuto-promote", environment="dev", image=image, tag="1.2.3", branch="main"):
        raise Failed("what was promoted cannot be promoted again")
    if at.task("gotuto-promote", environment="moon", image=image, tag="1.2.3", branch="main"):
        raise Failed("there is no such environment, and gotuto-promote has promoted to it")
    if at.git("rev-list", "--count", "main") != "3":
        raise Failed("gotuto-promote commits nothing new")
    return "two environments are promoted in turn by git and kustomize, and run what they were told"


def _images(at: Played, environment: str) -> set[str]:
    """What an environment runs by what the repository has now."""
    now = at.folder / f"now-{environment}"
    subprocess.run(["git", "clone", "--quiet", str(at.folder / "origin"), str(now)], check=True, timeout=60)
    made = rendering.kustomized(environment, "kubernetes", deploy=now / "deploy")
    pods = [pod for one in made if (pod := pod_of(one))]
    return {each["image"] for pod in pods for each in containers(pod) if each["name"] == "gotuto"}
