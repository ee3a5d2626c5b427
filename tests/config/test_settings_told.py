"""What is told of settings: the page, what is in force, and what other terminals find."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config import environment
from config.declared import SETTINGS
from gotuto.configuration import Declarations, Derived, Rule, Section, Setting
from gotuto.configuration.describing import markdown
from tests.architecture import tree
from tests.config.configured import KEY, read, refused


def test_the_documentation_is_what_is_declared():
    page = (tree.ROOT / "docs" / "settings.md").read_text()

    assert page == markdown(SETTINGS), "Run: ./manage.py settings --markdown > docs/settings.md"
    assert told("--markdown") == page


def test_every_setting_is_used_by_somebody():
    sources = [path for path in tree.sources("gotuto", "config") if path.parent != tree.ROOT / "config" / "declared"]
    used = "".join(path.read_text() for path in sources)

    unused = [setting.name for setting in SETTINGS if f'"{setting.name}"' not in used]
    # Scopes of rate limits are taken all together.
    assert [name for name in unused if not name.startswith("GOTUTO_RATE_")] == []


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("settings", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    from config.management.commands import settings

    configuration = read(SECRET_KEY=KEY, GOTUTO_SWEEP_SECONDS="0.5", GOTUTO_CURRENCY="CHF")
    monkeypatch.setattr(settings, "configuration", configuration)


@pytest.mark.usefixtures("in_force")
def test_an_operator_asks_what_is_in_force_and_where_it_comes_from():
    lines = {
        name: rest.split() for name, *rest in (line.split(maxsplit=1) for line in told().splitlines()) for rest in rest
    }

    assert lines["GOTUTO_CURRENCY"] == ["CHF", "environment,", "GOTUTO_CURRENCY"]
    assert lines["GOTUTO_POLL_SECONDS"] == ["0.5", "environment,", "GOTUTO_SWEEP_SECONDS"]
    assert lines["GOTUTO_LEASE_SECONDS"] == ["10", "default"]
    assert lines["SECRET_KEY"] == ["***", "environment,", "SECRET_KEY"]


@pytest.mark.usefixtures("in_force")
def test_one_setting_is_explained_in_full_also_by_its_former_name():
    text = told("--explain", "GOTUTO_SWEEP_SECONDS")
    assert "Fallback polling interval" in text
    assert "seconds" in text

    (secret,) = json.loads(told("--explain", "SECRET_KEY", "--json"))
    assert (secret["value"], secret["is_secret"]) == ("***", True)
    assert len(json.loads(told("--explain", "--json"))) == len(list(SETTINGS))
    with pytest.raises(CommandError, match="no setting GOTUTO_NOTHING"):
        told("--explain", "GOTUTO_NOTHING")


def test_a_list_that_contradicts_itself_is_refused():
    port = Setting(name="PORT", meaning="")
    derived = Setting(name="URL", meaning="", default=Derived(("HOST",), str, ""))

    for settings, rules in (((port, port), ()), ((derived,), ()), ((port,), (Rule(("HOST",), str),))):
        with pytest.raises(TypeError):
            Declarations((Section("", settings),), rules)


def test_a_default_that_rests_on_a_broken_setting_is_not_complained_of_as_well():
    (finding,) = refused(GOTUTO_LEASE_SECONDS="soon")

    assert "GOTUTO_LEASE_SECONDS" in finding


def test_a_command_in_another_terminal_finds_the_running_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "env").write_text("DATABASE_URL=postgres://here/gotuto\nGOTUTO_URL=http://127.0.0.1:8123\n")
    for name in ("DATABASE_URL", "GOTUTO_URL"):
        monkeypatch.setenv(name, "to be put back")
        monkeypatch.delenv(name)
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path)

    elsewhere = environment._of_the_running_instance()

    assert elsewhere == dict.fromkeys(("DATABASE_URL", "GOTUTO_URL"), f"running instance, {tmp_path / 'run' / 'env'}")
