"""Alerts, the dashboard and the runbook speak of what there is: metrics, pages, commands."""

import json
import re
import shlex
from io import StringIO

import pytest
import yaml
from django.core.management import call_command, get_commands, load_command_class
from django.utils import timezone

from config import grafana, readiness
from config.doctor import work
from gotuto.outbox.models import Event
from gotuto.wakeups import heartbeat
from tests.architecture import tree
from tests.playing import runbook
from tests.shop import Shop

FOLDER = tree.ROOT / "deploy" / "observability"
RULES = [rule for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"] for rule in group["rules"]]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
TRIED = yaml.safe_load((FOLDER / "rules_test.yml").read_text())["tests"]
INDEX = (runbook.FOLDER / "README.md").read_text()
# Programs that the pages name besides our own commands.
OTHER_PROGRAMS = {"python", "systemctl", "curl", "df"}


def test_the_operator_of_prometheus_reads_the_same_rules():
    folded = " ".join((tree.ROOT / "deploy/kubernetes/components/monitoring/rules.yaml").read_text().split())
    assert (
        folded.partition("groups:")[2] == " ".join((FOLDER / "rules.yml").read_text().split()).partition("groups:")[2]
    )


def metrics_in(expression):
    return set(re.findall(r"\b(gotuto[_:][a-z0-9_:]+)", expression))


def told_by(page):
    """The names that a scrape yields, with those that belong to a histogram."""
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE):
        names |= {f"{name}_{part}" for part in ("bucket", "count", "sum")} if kind == "histogram" else {name}
    return names


def calls_of(page, *sections):
    """The management commands among the commands of a page."""
    lines = [shlex.split(line) for line in page.commands(*sections)]
    return [line[1:] for line in lines if line[0] == "./manage.py"]


@pytest.fixture
def page(browser, db, settings, tmp_path):
    settings.GOTUTO_BACKUP_DIR = str(tmp_path)
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
def test_an_alert_has_words_a_severity_a_page_and_a_trial_of_both_kinds(alert):
    name = alert["alert"]
    assert alert["annotations"]["summary"]
    assert alert["annotations"]["runbook"] == f"docs/runbook/{name}.md"
    assert alert["labels"]["severity"] in ("page", "ticket")
    trials = [trial for one in TRIED for trial in one["alert_rule_test"] if trial["alertname"] == name]
    assert {bool(trial["exp_alerts"]) for trial in trials} == {True, False}


def test_each_alert_has_a_page_and_each_page_an_alert():
    assert sorted(page.alert for page in runbook.pages()) == sorted(alert["alert"] for alert in ALERTS)


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_a_page_has_the_form_of_all_and_tells_when_its_alert_comes(alert):
    page = runbook.Page(alert["alert"])
    when = f"for {alert['for']}" if "for" in alert else "at once"
    assert page.head == f"# {page.alert}\n\n`{alert['expr']}`, {when}: **{alert['labels']['severity']}**.\n"
    assert list(page.sections) == runbook.SECTIONS
    assert page.commands(runbook.LOOK)
    assert page.commands(runbook.AFTERWARDS)


def test_the_index_has_a_row_for_each_alert_in_the_order_of_the_rules():
    rows = re.findall(r"^\| \[(\w+)\]\((\w+)\.md\) \| (\w+) \|", INDEX, re.MULTILINE)
    assert rows == [(alert["alert"], alert["alert"], alert["labels"]["severity"]) for alert in ALERTS]


def test_the_index_knows_all_that_readiness_names(db):
    named = re.findall(r"^\| (missing|degraded|attention) (.*?) \|", INDEX, re.MULTILINE)
    told = {(member, name) for member, names in named for name in re.findall(r"`(\w+)`", names)}
    missing = {("missing", name) for name in (readiness.POSTGRESQL, readiness.MIGRATIONS)}
    silent = {("degraded", name) for name in (heartbeat.BROKER, *heartbeat.PROGRAMS, readiness.DISK)}
    late = {("degraded", name) for name in readiness.lags()}
    assert told == missing | silent | late | {("attention", figure.trouble) for figure in readiness.troubles()}


def test_what_the_runbook_looks_at_can_be_looked_at(db, settings, tmp_path):
    settings.GOTUTO_BACKUP_DIR = str(tmp_path)
    shop = Shop(timezone.now())
    shop.has("tea")
    order = shop.order({"TEA": 1})
    shop.settle()
    known = {"A-001001": order.number, "1": str(Event.objects.order_by("sequence").first().sequence)}
    looks = {tuple(line) for page in runbook.pages() for line in calls_of(page, runbook.LOOK, runbook.AFTERWARDS)}
    assert len(looks) > 10
    for name, *arguments in sorted(looks):
        try:
            call_command(name, *(known.get(each, each) for each in arguments), stdout=StringIO())
        except SystemExit as end:
            # No program is heard in a test, which is what the doctor is there to tell.
            assert (name, end.code) == ("doctor", 1)  # noqa: PT017


@pytest.mark.parametrize("page", runbook.pages(), ids=lambda page: page.alert)
def test_what_a_page_calls_can_be_called(page):
    for line in page.commands():
        program = next(word for word in shlex.split(line) if "=" not in word)
        assert program in {"./manage.py", *OTHER_PROGRAMS}, line
    for name, *arguments in calls_of(page):
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(arguments)


def test_the_doctor_calls_a_look_old_when_the_alert_does():
    [rule] = [alert["expr"] for alert in ALERTS if alert["alert"] == "InvariantsNotLookedAt"]
    assert rule.endswith(f"> {60 * work._LOOKED_AT_LEAST_MINUTES}")


def test_lines_that_nobody_prints_would_be_found():
    said = "problem   worker    silent for 15 s or more\n   → Start it."
    assert runbook.unsaid(["problem worker silent for … s or more", "→ Start it."], said) == []
    assert runbook.unsaid(["problem beat silent for … s or more", "→ Start"], said) == [
        "problem beat silent for … s or more",
        "→ Start",
    ]
