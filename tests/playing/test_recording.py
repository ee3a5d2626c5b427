"""What was scraped becomes a trial for promtool, scrape by scrape."""

import pytest

from tests.playing.play import AFTER, BEFORE, DURING
from tests.playing.recording import HELD, Recording

WELL = 'gotuto_broker_up 1\ngotuto_program_heard{program="worker"} 1\ngotuto_python_info 3\n'
DOWN = "gotuto_broker_up 0\n"


@pytest.fixture
def trial():
    pages = {BEFORE: [WELL] * 3, DURING: [WELL, DOWN, ""], AFTER: [WELL] * 3}
    return Recording("Valkey stopped", ("BrokerDown",), pages).trial()


@pytest.fixture
def series(trial):
    return {each["series"]: each["values"].split() for each in trial["input_series"]}


def test_each_scrape_stands_in_its_place_and_the_last_one_is_held(series):
    up = series['up{instance="played", job="gotuto"}']
    assert len(up) == sum(HELD.values())
    assert up[: HELD[BEFORE] + 3] == ["1"] * HELD[BEFORE] + ["1", "1", "0"]
    assert set(up[HELD[BEFORE] + 3 : -HELD[AFTER]]) == {"0"}


def test_what_is_no_longer_told_is_marked_as_prometheus_marks_it(series):
    heard = series['gotuto_program_heard{instance="played", job="gotuto", program="worker"}']
    during = heard[HELD[BEFORE] : -HELD[AFTER]]
    assert during[:3] == ["1", "stale", "_"]
    assert heard[-1] == "1"


def test_only_what_alerts_ask_for_is_taken(series):
    assert {name.partition("{")[0] for name in series} == {"up", "gotuto_broker_up", "gotuto_program_heard"}


def test_the_alerts_of_the_failure_are_asked_for_at_its_end_and_none_before_and_after(trial):
    asked = [(each["eval_time"], len(each["exp_samples"])) for each in trial["promql_expr_test"]]
    assert asked == [("1185s", 1), ("285s", 0), ("1785s", 0)]
