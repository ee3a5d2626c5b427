"""The page for whoever has lost a shop: its commands are commands, and what it says that is said, is said."""

import re
import shlex

import pytest
from django.core.management import load_command_class

from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "disaster-recovery.md").read_text()
COMMANDS = sorted(set(re.findall(r"\./manage\.py (?:backup|restore|drill)[^`\n]*", PAGE)))
SPEAKING = (
    "gotuto/backup/errors.py",
    "gotuto/backup/archive.py",
    "gotuto/backup/age.py",
    "gotuto/backup/files.py",
    "gotuto/stored_files.py",
    "config/management/commands/restore.py",
)
_SAYINGS = re.search(r"### When it says no\n(.*?)\n### ", PAGE, re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_can_be_called_so(command):
    _, name, *arguments = shlex.split(command)

    load_command_class("config", name).create_parser("manage.py", name).parse_args(arguments)


def test_the_page_tells_of_all_three():
    assert {command.split()[1] for command in COMMANDS} == {"backup", "restore", "drill"}


def test_what_the_page_lets_a_restore_say_it_can_say():
    sources = "".join((ROOT / path).read_text() for path in SPEAKING)
    # Texts that go on in the next line are one.
    said = re.sub(r'"\s+f?"', "", sources)
    left = [row.split("|")[1] for row in _SAYINGS[1].splitlines() if row.startswith("|")]
    parts = [part.strip() for cell in left for text in re.findall(r"`([^`]+)`", cell) for part in text.split("…")]

    assert len(parts) >= 9
    assert [part for part in parts if part not in said] == []
