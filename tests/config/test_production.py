"""Production: Django's own checks pass, and the lines that the README gives for containers are such as start."""

import re
import subprocess
import sys

import pytest

from config.declared import SETTINGS
from gotuto.configuration import InvalidSettings
from gotuto.runtime import declared
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import Instance
from tests.architecture import tree

README = (tree.ROOT / "README.md").read_text()
CONTAINERFILE = (tree.ROOT / "deploy" / "Containerfile").read_text()
SERVING = {
    "GOTUTO_ENV": "production",
    "SECRET_KEY": "4e8d7c1b2a9f60534e8d7c1b2a9f6053x",
    "ALLOWED_HOSTS": "shop.example.com",
    "DATABASE_URL": "postgres://shop.example.com/gotuto",
}


def ran(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=tree.ROOT, env=environ, capture_output=True, text=True, check=False
    )


def test_djangos_checks_of_a_deployment_find_nothing():
    checked = ran("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SERVING)
    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (4 silenced).\n")


def test_and_would_find_cookies_that_travel_in_the_open():
    checked = ran("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SERVING, GOTUTO_HTTPS="0")
    assert checked.returncode == 1
    assert "security.W012" in checked.stderr


def test_no_two_processes_without_a_key_share_one():
    tell = "from config import settings; print(settings.SECRET_KEY)"
    first, second = (ran("-c", tell).stdout.strip() for _ in range(2))
    assert len(first) == len(second) == 64
    assert first != second


@pytest.mark.parametrize("program", [("run", "web"), ("run", "worker"), ("run", "beat"), ("run", "migrate")])
def test_a_program_without_a_key_is_refused_in_one_sentence(program):
    refused = ran("-m", "gotuto.runtime", *program)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 2
    assert "Set SECRET_KEY" in refused.stderr


def test_whoever_serves_without_the_runtime_is_refused_as_well():
    refused = ran("-c", "import config.wsgi")
    assert "Set SECRET_KEY" in refused.stderr


@pytest.mark.parametrize(
    "program",
    [("-m", "gotuto.runtime", "up"), ("-m", "gotuto.runtime", "run", "web"), ("manage.py", "check")],
    ids=" ".join,
)
@pytest.mark.parametrize("word", ["prod", "Production"])
def test_no_program_guesses_what_an_environment_means(program, word):
    refused = ran(*program, GOTUTO_ENV=word)
    assert refused.returncode == 1
    assert f"GOTUTO_ENV={word} is not one of development, staging, production." in refused.stderr


def container_lines() -> list[str]:
    return re.findall(r"^podman run (.+)$", README, re.MULTILINE)


def environment_of(line: str) -> dict[str, str]:
    """What a container is told by its image, by the file that the README shows, and by the line."""
    image = re.search(r"^ENV (GOTUTO_ENV=.+)$", CONTAINERFILE, re.MULTILINE)[1]
    words = [*image.split(), *(file_of_the_shop() if "--env-file shop.env" in line else [])]
    return dict(word.split("=", 1) for word in [*words, *re.findall(r"-e (\S+)", line)])


def file_of_the_shop() -> list[str]:
    shown = re.search(r"```sh\n(DATABASE_URL=.*?)```", README, re.DOTALL)[1]
    return shown.replace("5d0f…", SERVING["SECRET_KEY"]).split()


@pytest.mark.parametrize("line", container_lines())
def test_a_container_line_of_the_readme_starts(line):
    role, environ = line.split()[-1], environment_of(line)
    if role == "all":
        assert Instance.from_environ(environ).demo
    else:
        assert declared.read({**environ, "GOTUTO_ROLE": role})["GOTUTO_ENV"] == "production"


def test_every_role_of_a_shop_has_its_line():
    assert {line.split()[-1] for line in container_lines()} == {"all", "migrate", "web", "worker", "beat"}


def test_an_image_without_settings_serves_nobody():
    with pytest.raises(CannotStart) as refusal:
        declared.read({**environment_of("gotuto web"), "GOTUTO_ROLE": "web"})
    assert isinstance(refusal.value.__cause__, InvalidSettings)
    assert len(refusal.value.__cause__.findings) == 3


def test_no_default_is_a_key():
    assert [setting.default for setting in SETTINGS if setting.made_once] == [""] * 5
