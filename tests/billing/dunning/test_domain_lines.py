"""A step is a line of text in the back office, and is read as it was written."""

import pytest

from contexts.billing.dunning import domain
from contexts.billing.dunning.domain import lines
from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.dunning.dto import Step, Tone
from tests.billing.dunning.steps import STEPS
from tests.billing.lines import eur
from tests.refusals import refused

SILENT = Step(code="silent", days=7, mail=False, hold=True)


@pytest.mark.parametrize("step", [*USUAL, *STEPS, SILENT], ids=lambda step: step.code)
def test_what_is_written_is_read_again(step):
    assert lines.read(lines.written(step), {}) == step


def test_a_step_is_written_as_staff_write_it():
    assert [lines.written(step) for step in (*STEPS[1:], SILENT)] == [
        "3 first reminder fee 2.50 EUR",
        "14 second reminder fee 5.00 EUR compensation",
        "28 last final hold",
        "7 silent no-mail hold",
    ]


def test_the_usual_policy_takes_no_fee_and_can_be_meant_so():
    assert [lines.written(step) for step in USUAL] == [
        "-3 before notice",
        "3 first reminder",
        "14 second reminder compensation",
        "28 last final hold",
    ]
    domain.check(USUAL)


def test_the_words_of_a_line_stand_in_any_order_and_the_wording_stays_with_its_step():
    read = lines.read(" 3  first hold fee 2.50 EUR final ", {"first": "Please.", "last": "At last."})
    assert read == Step(code="first", days=3, wording="Please.", tone=Tone.FINAL, fee=eur("2.50"), hold=True)
    assert lines.read("3 second", {"first": "Please."}) == Step(code="second", days=3)


def test_a_line_without_a_name_is_a_step_that_no_policy_takes():
    with refused("billing.dunning_policy_invalid", "'' cannot name a step"):
        domain.check([lines.read("3", {})])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", f"'' does not begin with a number of days. {lines.HELP}"),
        ("soon first", f"'soon first' does not begin with a number of days. {lines.HELP}"),
        ("--3 first", "'--3 first' does not begin with a number of days."),
        ("3 first loudly", f"'loudly' in '3 first loudly' says nothing. {lines.HELP}"),
        ("3 first fee 2.50", "'fee' in '3 first fee 2.50' says nothing."),
        ("3 first fee", "'fee' in '3 first fee' says nothing."),
        ("3 first fee much EUR", "'much' in '3 first fee much EUR' is no amount."),
    ],
)
def test_what_says_nothing_is_refused_in_words(line, why):
    with refused("billing.dunning_policy_invalid", why):
        lines.read(line, {})


def test_what_helps_names_every_word_of_a_line():
    assert lines.HELP.startswith("A line for each step: days after the due date (negative: before it), its name")
    assert all(word in lines.HELP for word in [*Tone, "no-mail", "fee 2.50 EUR", "compensation", "hold"])


def test_a_fee_is_in_a_currency_that_there_is():
    with refused("money.unknown_currency", "'EURO'"):
        lines.read("3 first fee 2.50 EURO", {})
