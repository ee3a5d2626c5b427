"""Feature flags: only what is declared can be switched, a process knows soon and asks seldom, and it is seen who did it."""

import ast
import json
import re
import time
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from waffle.models import Flag, Sample, Switch

from gotuto.flags import is_on
from gotuto.flags.declared import flags
from gotuto.flags.errors import FlagNotFound
from gotuto.flags.inspection import states
from gotuto.flags.switching import switch
from gotuto.modules import modules
from tests.architecture import tree
from tests.kernel.test_actions import signed_in
from tests.office import press
from tests.shop import Shop

pytestmark = pytest.mark.django_db

REGISTRATION, EXPORT = "customer.registration", "http.csv_export"
PAGE = "/admin/waffle/switch/"


class Clock:
    """The clock of the machine, which can be put forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead, now = 0.0, time.time
        monkeypatch.setattr(time, "time", lambda: now() + self.ahead)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def switched_elsewhere(name: str, *, on: bool) -> None:
    """Another process has switched it: this one is not told."""
    Switch.objects.filter(name=name).update(active=on)


def asked(times: int = 1) -> int:
    """How many statements it takes to ask so many times."""
    with CaptureQueriesContext(connection) as statements:
        for _ in range(times):
            is_on(REGISTRATION)
    return len(statements)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("flags", *arguments, stdout=out)
    return out.getvalue()


def test_a_flag_is_asked_of_the_database_every_five_seconds_at_most(clock: Clock):
    assert (asked(), asked(100)) == (1, 0)
    clock.ahead = 4.9
    assert asked(100) == 0
    clock.ahead = 5.1
    assert (asked(), asked(100)) == (1, 0)


def test_what_another_process_switched_is_known_after_five_seconds(clock: Clock):
    assert is_on(REGISTRATION)
    switched_elsewhere(REGISTRATION, on=False)
    assert is_on(REGISTRATION)
    clock.ahead = 5.1
    assert not is_on(REGISTRATION)


def test_the_process_that_switches_knows_at_once(django_capture_on_commit_callbacks):
    assert is_on(REGISTRATION)
    with django_capture_on_commit_callbacks(execute=True):
        assert switch(name=REGISTRATION, on=False)
    assert not is_on(REGISTRATION)
    assert not switch(name=REGISTRATION, on=False)


def test_a_flag_that_nobody_has_switched_is_as_declared_also_without_a_row():
    assert {row.name: row.active for row in Switch.objects.all()} == {
        name: each.is_on for name, each in flags().items()
    }
    Switch.objects.all().delete()
    assert is_on(REGISTRATION)
    assert [(each.is_on, each.switched_at) for each in states()] == [(True, None)] * len(flags())
    assert switch(name=REGISTRATION, on=False)


def test_a_name_that_nobody_declares_is_refused_whoever_tries():
    assert (
        str(FlagNotFound(name="tea")) == "There is no feature flag tea. `manage.py flags list` shows those there are."
    )
    for attempt in (
        lambda: is_on("tea"),
        lambda: switch(name="tea", on=True),
        lambda: Switch.objects.create(name="tea"),
        lambda: Flag.objects.create(name=REGISTRATION),
        lambda: Sample.objects.create(name=REGISTRATION, percent=5),
        lambda: call_command("waffle_switch", "tea", "on", "--create"),
    ):
        with pytest.raises(FlagNotFound):
            attempt()
    assert not Switch.objects.filter(name="tea").exists()


def test_an_operator_switches_by_command():
    assert told("off", EXPORT) == f"{EXPORT} is off.\n"
    assert told("off", EXPORT) == f"{EXPORT} is off already.\n"
    (line,) = (each for each in told("list").splitlines() if each.startswith(EXPORT))
    assert re.match(rf"{EXPORT}\s+False\s+True\s+\d{{4}}-", line)
    assert json.loads(told("on", EXPORT, "--json")) == {"flag": EXPORT, "on": True, "changed": True}
    assert [each["name"] for each in json.loads(told("list", "--json"))] == sorted(flags())
    with pytest.raises(CommandError, match="There is no feature flag tea"):
        told("on", "tea")


def test_a_dry_run_switches_nothing():
    assert json.loads(told("off", EXPORT, "--dry-run", "--json"))["dry_run"] is True
    assert Switch.objects.get(name=EXPORT).active


@pytest.fixture
def root() -> Client:
    return signed_in(superuser=True)


def test_the_back_office_switches_and_remembers_who(root: Client):
    key = Switch.objects.get(name=REGISTRATION).pk
    press(root, f"{PAGE}{key}/switch_off/")

    assert not Switch.objects.get(pk=key).active
    (entry,) = LogEntry.objects.all()
    assert (entry.user.email, entry.change_message) == ("staff@example.com", "Switch off")
    assert "Switch off" in root.get(f"{PAGE}{key}/history/").content.decode()
    page = root.get(f"{PAGE}{key}/change/").content.decode()
    assert ("Switch on" in page, "Switch off" in page) == (True, False)
    press(root, f"{PAGE}{key}/switch_on/")
    assert Switch.objects.get(pk=key).active


def test_the_page_shows_what_is_declared_and_makes_nothing_new(root: Client):
    Switch.objects.bulk_create([Switch(name="of.an-earlier-release")])
    page = root.get(PAGE).content.decode()
    assert flags()[REGISTRATION].means in page
    assert "of.an-earlier-release" not in page
    assert root.get(f"{PAGE}add/").status_code == 403
    assert signed_in("support").get(PAGE).status_code == 403


def test_an_order_asks_for_no_flag():
    shop = Shop(timezone.now())
    shop.has("tea")
    with CaptureQueriesContext(connection) as statements:
        shop.order({"TEA": 1})
        shop.settle()
    assert len(statements) > 20
    assert [each["sql"] for each in statements if "waffle" in each["sql"]] == []


def read_in(module: ast.Module) -> Iterator[str]:
    """The names of the flags that a module asks for."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("is_on") and node.args:
            yield ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else "?"


def test_every_flag_is_asked_for_and_every_one_that_is_asked_for_is_declared():
    sources = tree.sources("gotuto", "contexts", "config")
    assert {name for path in sources for name in read_in(ast.parse(path.read_text()))} == set(flags())
    assert list(read_in(ast.parse("flags.is_on('tea') or is_on(name)"))) == ["tea", "?"]


def test_a_flag_is_named_after_its_module_and_told_of_in_the_documentation():
    page = (tree.ROOT / "docs" / "feature-flags.md").read_text()
    for module in modules():
        for each in module.flags:
            assert each.name.startswith(f"{module.name.rpartition('.')[2]}."), each.name
            assert f"| `{each.name}` | {'on' if each.is_on else 'off'} | {each.means} |" in page
