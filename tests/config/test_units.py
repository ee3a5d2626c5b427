"""The units of systemd name what the product has, and give its programs the time that they need."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from config.declared import SETTINGS
from gotuto.runtime import declared
from tests.architecture import tree
from tests.config.test_deployment import DEPLOY, DRAIN_SECONDS
from wider.systemd import units

FOLDER = DEPLOY / "systemd"
SERVICES = units.names()
RUN = (FOLDER / "run").read_text()
ROLES = {word for line in re.findall(r"^    ([\w |]+)\) exec", RUN, re.MULTILINE) for word in line.split(" | ")}
PAGE = (tree.ROOT / "docs" / "deployment" / "virtual-machine.md").read_text()
EXAMPLE = units.settings(FOLDER / "gotuto.env")


def wrong(words: list[str]) -> str:
    """What of a command line of a unit the product does not have."""
    program, name, *arguments = words
    if not (DEPLOY.parent / program.removeprefix(f"{units.CURRENT}/")).is_file():
        return f"there is no {program}"
    if name in {*ROLES, "ready"}:
        return ""
    if name not in get_commands():
        return f"there is no command {name}"
    try:
        load_command_class(get_commands()[name], name).create_parser("manage.py", name).parse_args(arguments)
    except Exception as error:
        return f"{name}: {error}"
    return ""


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_unit_starts_is_there(name: str) -> None:
    unit = units.unit(name)
    lines = [words for key in ("ExecStart", "ExecStartPost") for words in unit.commands(key)]
    assert [wrong(words) for words in lines] == [""] * len(lines)
    assert unit.commands("ExecStart")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"{units.CURRENT}/deploy/systemd/start web", "there is no"),
        (f"{units.CURRENT}/deploy/systemd/run server", "there is no command server"),
        (f"{units.CURRENT}/deploy/systemd/run backup --hold 14", "unrecognized arguments"),
    ],
)
def test_what_the_product_does_not_have_is_noticed(line: str, fault: str) -> None:
    assert fault in wrong(line.split())


def test_every_role_has_a_unit_and_is_one_that_can_be_run() -> None:
    started = {words[1] for name in SERVICES for words in units.unit(name).commands("ExecStart")}
    assert started >= ROLES
    runtime = (tree.ROOT / "gotuto" / "runtime" / "run.py").read_text()
    assert all(f'"{role}":' in runtime for role in ROLES)
    assert (FOLDER / "run").stat().st_mode & 0o111


def test_who_runs_stays_with_the_release_that_it_began_with(tmp_path: Path) -> None:
    """The link is followed once, before the program starts."""
    release, current = tmp_path / "releases" / "1.0.0", tmp_path / "current"
    (release / "deploy" / "systemd").mkdir(parents=True)
    (release / "deploy" / "systemd" / "run").write_text(RUN)
    (release / ".venv" / "bin").mkdir(parents=True)
    python = release / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$0 in $PWD: $*"\n')
    python.chmod(0o755)
    current.symlink_to(release)
    for given, asked in (("web", "-m gotuto.runtime run web"), ("doctor", "manage.py doctor")):
        command = ["sh", str(current / "deploy" / "systemd" / "run"), given]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert said == f"{python} in {release}: {asked}\n"


def test_a_program_has_the_time_that_it_needs_to_end() -> None:
    for name in ("gotuto-web@8001", "gotuto-worker", "gotuto-beat"):
        assert units.seconds(units.unit(name).one("TimeoutStopSec")) > DRAIN_SECONDS + 10
        assert units.unit(name).one("KillMode") == "mixed"


def test_the_target_wants_two_webs_that_the_proxy_of_the_page_looks_for_and_one_of_the_rest() -> None:
    wanted = [word for key, value in units.pairs(FOLDER / "gotuto.target") if key == "Wants" for word in value.split()]
    ports = [word.partition("@")[2].removesuffix(".service") for word in wanted if "@" in word]
    assert len(ports) == 2
    for number, port in enumerate(ports, 1):
        assert f"WEB{number}=127.0.0.1:{port}" in PAGE
    others = {word for word in wanted if "@" not in word}
    assert others == {"gotuto-worker.service", "gotuto-beat.service", "gotuto-backup.timer", "gotuto-drill.timer"}
    assert all((FOLDER / word).is_file() for word in others)


def test_a_timer_starts_the_service_of_its_name() -> None:
    for timer in FOLDER.glob("*.timer"):
        assert timer.with_suffix(".service").is_file()


def test_the_example_of_the_settings_is_one_that_a_shop_starts_with() -> None:
    assert EXAMPLE.keys() <= {setting.name for setting in SETTINGS}
    # A file wins over what a unit says, so that no port may stand in it.
    own = {name for service in SERVICES for name in units.unit(service).environment()}
    assert not EXAMPLE.keys() & own
    secret = {name: "4e8d7c1b2a9f60534e8d7c1b2a9f6053x" for name, value in EXAMPLE.items() if value.startswith("FROM-")}
    told = declared.read({**EXAMPLE, **secret, "GOTUTO_ROLE": "web", "PORT": "8001"})
    state = f"/var/lib/{units.unit('gotuto-worker').one('StateDirectory')}"
    assert str(told["GOTUTO_DATA_DIR"]) == state
    assert units.unit("gotuto-backup").one("ReadWritePaths") == told["GOTUTO_BACKUP_DIR"]
    assert state in (FOLDER / "gotuto.sysusers").read_text()


def test_the_page_replaces_everything_that_is_to_be_replaced() -> None:
    wanted = set(re.findall(r"FROM-[A-Z0-9-]+", "\n".join(EXAMPLE.values())))
    assert wanted == set(re.findall(r"FROM-[A-Z0-9-]+", PAGE))
