"""Dunning from the command line: switched on, looked ahead, run, kept back and switched off."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contexts.billing import tasks
from contexts.billing.dunning.queries import get_policy
from contexts.billing.invoices.use_cases import mark_overdue_invoices
from tests.billing.builders import issued
from tests.billing.dunning.reminding import NOW, policy, steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dunning(capsys):
    def said(*arguments):
        call_command("dunning", *map(str, arguments))
        return capsys.readouterr().out

    return said


def long_late():
    """An invoice that was due months before the command is called."""
    invoice = issued(now=NOW - timedelta(days=400))
    mark_overdue_invoices(now=timezone.now())
    return invoice


def test_a_shop_without_a_policy_does_nothing_and_says_how_to_begin(dunning):
    assert "`dunning on` does it" in dunning("run")
    assert "There are no steps" in dunning("show")
    assert "Nothing would happen" in dunning("plan", by(30))


def test_the_usual_steps_are_taken_until_somebody_switches_them_off(dunning):
    assert "steps are taken from now on" in dunning("on")
    usual = get_policy(legal_entity="main")
    assert usual.is_on
    shown = dunning("show")
    assert shown.startswith("main: on")
    assert all(step.code in shown for step in usual.steps)
    assert [step["code"] for step in json.loads(dunning("show", "--json"))] == [step.code for step in usual.steps]
    assert "no step is taken any more" in dunning("off")
    assert not get_policy(legal_entity="main").is_on


def test_what_is_due_is_done_at_once_and_told(dunning):
    policy()
    invoice = long_late()
    dry = dunning("run", "--dry-run")
    assert "1" in dry
    assert steps_of(invoice.id) == []
    assert "main" in dunning("run", "--seller=main")
    assert steps_of(invoice.id) == ["last"]


def test_the_beat_does_by_itself_what_is_due():
    policy()
    invoice = long_late()
    tasks.run_dunning()
    assert steps_of(invoice.id) == ["last"]


def test_what_would_happen_is_told_day_by_day(dunning):
    policy()
    issued(now=timezone.now())
    told = dunning("plan", by(300))
    assert all(step in told for step in ("first", "second", "last"))


def by(days):
    return f"--by={(timezone.now() + timedelta(days=days)).date()}"


def whose(kind, invoice):
    return f"--invoice={invoice.number}" if kind == "invoice" else f"--client={invoice.client_id}"


@pytest.mark.parametrize("kind", ["invoice", "client"])
def test_an_operator_keeps_dunning_back_and_lets_it_go_on(dunning, kind):
    policy()
    invoice = long_late()
    held = dunning("pause", whose(kind, invoice), "--until=2099-01-31", "--reason=They wait for their bank")
    assert "until 2099-01-31 is over" in held
    dunning("run")
    assert steps_of(invoice.id) == []
    assert "It goes on" in dunning("resume", whose(kind, invoice))
    dunning("run")
    assert steps_of(invoice.id) == ["last"]


@pytest.mark.parametrize("verb", [("pause", "--until=2099-01-31", "--reason=Because"), ("resume",)])
def test_who_names_neither_invoice_nor_client_is_asked_for_one(dunning, verb):
    with pytest.raises(CommandError, match="--invoice or the client with --client"):
        dunning(*verb)
