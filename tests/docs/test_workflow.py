"""The workflow for GitHub does what the README tells a newcomer, with pinned actions and without secrets."""

import re
from typing import Any

import pytest
import yaml

from tests.architecture import tree

FILE = tree.ROOT / ".github" / "workflows" / "ci.yml"
PINNED = re.compile(r"[\w./-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})")


def wrong(text: str) -> list[str]:
    """What is not as it should be in a workflow, in words."""
    workflow: dict[str, Any] = yaml.safe_load(text)
    [job] = workflow["jobs"].values()
    readme = (tree.ROOT / "README.md").read_text()
    commands = job["strategy"]["matrix"]["command"]
    steps = job["steps"]
    found = [f"{name} is no command of the README" for name in commands if f"\n{name} " not in readme]
    found += [
        f"{step['uses']} is not pinned" for step in steps if "uses" in step and not PINNED.fullmatch(step["uses"])
    ]
    found += ["it may write"] if workflow.get("permissions") != {"contents": "read"} else []
    found += ["it uses a secret"] if "secrets" in text else []
    found += (
        ["it does not run its commands"] if "${{ matrix.command }}" not in [step.get("run") for step in steps] else []
    )
    return found


def test_the_workflow_runs_the_two_commands_of_the_readme() -> None:
    text = FILE.read_text()
    assert wrong(text) == []
    assert yaml.safe_load(text)["jobs"]["check"]["strategy"]["matrix"]["command"] == ["make test", "make check"]
    # YAML 1.1 takes the word for a truth value.
    assert set(yaml.safe_load(text)[True]) == {"push", "pull_request"}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("make check]", "make coffee]", "make coffee is no command"),
        ("checkout@v4.3.0", "checkout@main", "is not pinned"),
        ("contents: read", "contents: write", "it may write"),
        ("3.11", "${{ secrets.VERSION }}", "it uses a secret"),
        ("run: ${{ matrix.command }}", "run: 'true'", "does not run its commands"),
    ],
)
def test_a_workflow_that_does_something_else_is_noticed(before: str, after: str, words: str) -> None:
    text = FILE.read_text()
    assert before in text
    assert words in " ".join(wrong(text.replace(before, after)))
