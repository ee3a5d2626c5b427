"""Configuration by environment: what its files say, who goes before them, and what must not stand there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.declared import SETTINGS
from gotuto.configuration import Configuration, Declarations, Environments, InvalidSettings, Section, Setting, kinds
from gotuto.configuration.describing import in_force, markdown
from gotuto.configuration.environments import BASE
from tests.architecture import tree
from tests.config.configured import PRODUCTION, read

FOLDER = tree.ROOT / "config" / "environments"
RELAXED = {
    "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "testserver"],
    "GOTUTO_DEMO": True,
    "GOTUTO_HTTPS": False,
    "GOTUTO_HSTS_SECONDS": 0,
    "GOTUTO_LIMITS": False,
}


def planted(folder: Path, **files: str) -> Declarations:
    """The settings, with other files; whoever is not named has an empty one."""
    for name in (BASE, *SETTINGS.chooser.kind.choices):
        (folder / f"{name}.env").write_text(files.get(name, ""))
    return replace(SETTINGS, environments=Environments(chosen_by="GOTUTO_ENV", root=folder.parent, folder=folder.name))


def faults(declared: Declarations) -> list[str]:
    """What must not stand in the files of the environments."""
    folder = declared.environments.root / declared.environments.folder
    expected = {f"{name}.env" for name in (BASE, *declared.chooser.kind.choices)}
    found = [f"{path.name}: nobody reads it" for path in folder.iterdir() if path.name not in expected]
    return found + [f"{name}: {fault}" for name in sorted(expected) for fault in _in_file(declared, folder / name)]


def _in_file(declared: Declarations, path: Path) -> Iterator[str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    written = [line.partition("=")[0] for line in lines if re.fullmatch(r"[A-Z_]+=\S.*", line)]
    if len(written) < len(lines):
        yield "a line is not NAME=value"
    usual = _usual(declared, path.stem)
    for name in written:
        setting = declared.named(name)
        if written.count(name) > 1:
            yield f"{name} is said twice"
        elif setting is None or setting.name != name:
            yield f"{name} is not declared"
        elif setting.secret:
            yield f"{name} is a secret"
        elif setting.internal or setting is declared.chooser:
            yield f"{name} is not for a file"
        elif setting.kind.read(declared.environments.values(path.stem)[name]) == usual[name]:
            yield f"{name} is so anyway"


def _usual(declared: Declarations, environment: str) -> Configuration:
    """What would hold without the file."""
    below = {} if environment == BASE else declared.environments.values(BASE)
    chosen = {} if environment == BASE else {declared.chooser.name: environment}
    return Configuration(replace(declared, rules=(), environments=None), {**below, **chosen})


def test_the_files_hold_what_differs_and_no_secret():
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{name}.env" for name in ("base", "development", "staging", "production")
    }
    assert faults(SETTINGS) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("GOTUTO_TAXRATE=0.07", "GOTUTO_TAXRATE is not declared"),
        ("GOTUTO_SWEEP_SECONDS=1", "GOTUTO_SWEEP_SECONDS is not declared"),
        ("GOTUTO_TAX_RATE=0.19", "GOTUTO_TAX_RATE is so anyway"),
        ("GOTUTO_TAX_RATE=0.190", "GOTUTO_TAX_RATE is so anyway"),
        ("GOTUTO_UNPAID_DAYS=21", "GOTUTO_UNPAID_DAYS is so anyway"),
        ("SECRET_KEY=a-key-of-more-than-thirty-two-characters", "SECRET_KEY is a secret"),
        ("EMAIL_URL=smtp://shop:word@mail:25", "EMAIL_URL is a secret"),
        ("GOTUTO_ENV=staging", "GOTUTO_ENV is not for a file"),
        ("GOTUTO_ROLE=web", "GOTUTO_ROLE is not for a file"),
        ("GOTUTO_DEMO 1", "a line is not NAME=value"),
        ("GOTUTO_DEMO=", "a line is not NAME=value"),
        ("GOTUTO_DEMO=1\nGOTUTO_DEMO=1", "GOTUTO_DEMO is said twice"),
    ],
)
@pytest.mark.parametrize("name", ["base", "production"])
def test_what_must_not_stand_there_is_found(tmp_path: Path, name: str, line: str, fault: str):
    assert f"{name}.env: {fault}" in faults(planted(tmp_path, **{name: f"# planted\n{line}\n"}))


def test_what_base_says_need_not_be_said_again(tmp_path: Path):
    twice = planted(tmp_path, base="GOTUTO_CURRENCY=CHF\n", staging="GOTUTO_CURRENCY=CHF\n")
    assert faults(twice) == ["staging.env: GOTUTO_CURRENCY is so anyway"]

    back = planted(tmp_path, base="GOTUTO_CURRENCY=CHF\n", staging="GOTUTO_CURRENCY=EUR\n")
    assert faults(back) == []


def test_a_file_of_no_environment_is_found(tmp_path: Path):
    declared = planted(tmp_path)
    (tmp_path / "prod.env").write_text("")

    assert faults(declared) == ["prod.env: nobody reads it"]


def test_defaults_are_made_for_production_and_development_relaxes_them():
    assert {name: read()[name] for name in RELAXED} == RELAXED
    assert {read().sources[name] for name in RELAXED} == {"file config/environments/development.env"}
    serving = read(**PRODUCTION)
    assert serving["GOTUTO_LIMITS"] and serving["GOTUTO_HTTPS"] and not serving["GOTUTO_DEMO"]  # noqa: PT018
    assert {serving.sources[name] for name in RELAXED} == {"default", "environment, ALLOWED_HOSTS"}


def test_the_process_goes_before_its_environment_and_that_before_all_environments(tmp_path: Path):
    declared = planted(
        tmp_path, base="GOTUTO_CURRENCY=CHF\nGOTUTO_TAX_RATE=0.081\n", development="GOTUTO_CURRENCY=USD\n"
    )
    (tmp_path / "zone").write_text("Europe/Zurich")

    def asked(name: str, **environ: str) -> tuple[str, str]:
        configuration = Configuration(declared, environ)
        return str(configuration[name]), configuration.sources[name]

    file = f"file {tmp_path.name}/{{}}.env".format
    assert asked("GOTUTO_TAX_RATE") == ("0.081", file("base"))
    assert asked("GOTUTO_CURRENCY") == ("USD", file("development"))
    assert asked("GOTUTO_CURRENCY", GOTUTO_CURRENCY="") == ("USD", file("development"))
    assert asked("GOTUTO_CURRENCY", GOTUTO_CURRENCY="EUR") == ("EUR", "environment, GOTUTO_CURRENCY")
    zone = str(tmp_path / "zone")
    assert asked("GOTUTO_TIME_ZONE", GOTUTO_TIME_ZONE_FILE=zone) == ("Europe/Zurich", f"file {zone}")
    assert asked("GOTUTO_TIME_ZONE") == ("UTC", "default")


def test_a_default_that_rests_on_another_setting_follows_its_file(tmp_path: Path):
    declared = planted(tmp_path, base="GOTUTO_PAYMENT_TERMS_DAYS=30\nGOTUTO_LIMITS=off\n")

    configuration = Configuration(declared, {})

    assert (configuration["GOTUTO_UNPAID_DAYS"], configuration["GOTUTO_GUEST_PIECES"]) == (37, None)
    assert configuration.given("GOTUTO_PAYMENT_TERMS_DAYS") == "30"


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path):
    declared = planted(tmp_path, development="GOTUTO_TAX_RATE=19\nGOTUTO_TAXRATE=0.07\nGOTUTO_SWEEP_SECONDS=1\n")

    with pytest.raises(InvalidSettings) as refusal:
        Configuration(declared, {})
    (finding,) = refusal.value.findings
    assert finding.startswith(f"GOTUTO_TAX_RATE=19 (file {tmp_path.name}/development.env) is not a number")
    assert Configuration(declared, {"GOTUTO_TAX_RATE": "0.19"}).warnings == [
        "GOTUTO_SWEEP_SECONDS is called GOTUTO_POLL_SECONDS now. Rename it: the next release will not know the old name.",
        f"GOTUTO_TAXRATE (file {tmp_path.name}/development.env) is no setting, and changes nothing."
        " Did you mean GOTUTO_TAX_RATE?",
    ]
    (tmp_path / "base.env").unlink()
    with pytest.raises(InvalidSettings, match=r"base\.env cannot be read \(No such file or directory\)"):
        Configuration(declared, {"GOTUTO_TAX_RATE": "0.19"})


def test_the_setting_that_chooses_comes_first_and_without_one_there_are_no_files(tmp_path: Path):
    chooser = Setting(name="PLACE", kind=kinds.one_of("here"), default="here", meaning="")
    port = Setting(name="PORT", default="1", meaning="")
    here = Environments(chosen_by="PLACE", root=tmp_path, folder=".")

    for settings in ((port, chooser), (port,)):
        with pytest.raises(TypeError, match="PLACE chooses the environment"):
            Declarations((Section("", settings),), environments=here)
    alone = Declarations((Section("All", (port,)),))
    assert Configuration(alone, {}).sources == {"PORT": "default"}
    assert "| file |" not in markdown(alone)


def test_people_are_told_what_an_environment_says():
    limits = next(each for each in in_force(read()) if each.name == "GOTUTO_LIMITS")

    assert (limits.value, limits.default) == ("off", "`on`; in development `off`")
    assert limits.source == "file config/environments/development.env"
    assert "| `config/environments/staging.env` | `GOTUTO_HSTS_SECONDS=0` |" in markdown(SETTINGS)
