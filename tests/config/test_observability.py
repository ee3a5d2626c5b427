"""Alerts, the dashboard and the runbook speak of what there is: metrics, sections, commands."""

import json
import re
import shlex
from io import StringIO

import pytest
import yaml
from django.core.management import call_command, get_commands, load_command_class
from django.utils import timezone

from config import grafana
from gotuto.outbox.models import Event
from tests.architecture import tree
from tests.shop import Shop

FOLDER = tree.ROOT / "deploy" / "observability"
RUNBOOK = (tree.ROOT / "docs" / "runbook.md").read_text()
RULES = [rule for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"] for rule in group["rules"]]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
TRIED = yaml.safe_load((FOLDER / "rules_test.yml").read_text())["tests"]
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL))


def metrics_in(expression):
    return set(re.findall(r"\b(gotuto[_:][a-z0-9_:]+)", expression))


def told_by(page):
    """The names that a scrape yields, with those that belong to a histogram."""
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE):
        names |= {f"{name}_{part}" for part in ("bucket", "count", "sum")} if kind == "histogram" else {name}
    return names


def commands_of(section):
    return [
        shlex.split(line.removeprefix("./manage.py "))
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for line in block.splitlines()
    ]


@pytest.fixture
def page(browser, db):
    return browser.get("/metrics").content.decode()


def test_every_metric_that_is_asked_for_is_told(page):
    asked = [*grafana.expressions(), *(rule["expr"] for rule in RULES)]
    assert len(asked) > 30
    there = told_by(page) | RECORDED
    assert [(name, each) for each in asked for name in metrics_in(each) if name not in there] == []


def test_a_metric_that_nobody_tells_would_be_found(page):
    assert metrics_in("sum(gotuto_no_such_thing) > 1") - told_by(page) == {"gotuto_no_such_thing"}


def test_the_dashboard_is_as_it_is_generated(capsys):
    call_command("grafana", check=True)
    panels = json.loads(grafana.FILE.read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 25


def test_an_old_dashboard_is_told_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(grafana, "FILE", tmp_path / "gotuto.json")
    with pytest.raises(SystemExit):
        call_command("grafana", check=True)
    call_command("grafana")
    call_command("grafana", check=True)
    assert "is written" in capsys.readouterr().out


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_has_words_a_severity_a_section_and_a_trial_of_both_kinds(alert):
    assert alert["annotations"]["summary"]
    assert alert["labels"]["severity"] in ("page", "ticket")
    section = SECTIONS[alert["alert"]]
    assert "**Look**" in section or "**Look.**" in section
    assert "**Cure.**" in section
    assert commands_of(section)
    trials = [trial for one in TRIED for trial in one["alert_rule_test"] if trial["alertname"] == alert["alert"]]
    assert {bool(trial["exp_alerts"]) for trial in trials} == {True, False}


def test_the_runbook_has_a_section_for_each_alert_and_no_other():
    assert list(SECTIONS) == [alert["alert"] for alert in ALERTS]


def test_what_the_runbook_looks_at_can_be_looked_at(db):
    shop = Shop(timezone.now())
    shop.has("tea")
    order = shop.order({"TEA": 1})
    shop.settle()
    known = {"A-001001": order.number, "1": str(Event.objects.order_by("sequence").first().sequence)}
    looks = {tuple(line) for section in SECTIONS.values() for line in commands_of(section.partition("**Cure.**")[0])}
    assert len(looks) > 10
    for name, *arguments in sorted(looks):
        try:
            call_command(name, *(known.get(each, each) for each in arguments), stdout=StringIO())
        except SystemExit as end:
            # No program is heard in a test, which is what the doctor is there to tell.
            assert (name, end.code) == ("doctor", 1)  # noqa: PT017


def test_what_the_runbook_cures_with_are_commands_that_there_are():
    for section in SECTIONS.values():
        for name, *arguments in commands_of(section):
            command = load_command_class(get_commands()[name], name)
            command.create_parser("manage.py", name).parse_args(arguments)
