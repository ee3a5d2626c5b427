"""From its pivot on a saga goes forward only: asked to stop it goes on, and a refusal is a failure that a person sees."""

from datetime import timedelta

import pytest

from gotuto import testing
from gotuto.db import unit
from gotuto.ids import new_id
from gotuto.sagas import Deadline, Overdue, Saga, Step, engine
from gotuto.sagas.definition import Refusal
from tests.kernel.toys import NOON
from tests.kernel.workshop import Chairs, NoWood, act_of, failures, refused, run, story, trouble, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]

STEPS = ("saw", "sell", "deliver", "thank")
# It is sold at the second step.
PIVOT = 1


@pytest.fixture
def selling(settings):
    settings.GOTUTO_BACKOFF_SECONDS = 0
    with testing.other_sagas():
        yield Saga(
            "workshop.chair_selling",
            version=1,
            subject=Chairs(),
            steps=(
                Step(act_of("saw"), undo=act_of("unsaw")),
                Step(act_of("sell"), is_pivot=True),
                Step(act_of("deliver")),
                Step(act_of("thank")),
            ),
            refused=refused,
        )


def sell(selling):
    chair = new_id()
    with unit():
        selling.start(chair, now=NOON)
    return chair


def stop(selling, chair):
    with unit():
        return selling.stop(chair, refusal=Refusal("workshop.changed_mind", "the buyer changed his mind"))


@pytest.mark.parametrize("reached", range(len(STEPS)))
def test_a_wish_to_stop_is_heard_until_the_pivot_is_done(selling, settings, reached):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble[STEPS[reached]].append(RuntimeError("not yet"))
    chair = sell(selling)
    assert engine.run_due() == 1
    assert run(chair).step == reached
    assert stop(selling, chair)
    work()
    ended = run(chair)
    if reached <= PIVOT:
        undone = ["saw", "unsaw"][: 2 * reached]
        assert (ended.state, story(chair)) == ("undone", [*undone, "thrown away: the buyer changed his mind"])
    else:
        assert (ended.state, story(chair)) == ("done", list(STEPS))
        assert (ended.stop, ended.refusal_code) == (False, "")
        told = [(entry["step"], entry["outcome"]) for entry in ended.history]
        assert (STEPS[reached], "goes on") in told


@pytest.mark.parametrize("step", STEPS[: PIVOT + 1])
def test_a_refusal_up_to_the_pivot_compensates(selling, step):
    trouble[step].append(NoWood("no"))
    chair = sell(selling)
    work()
    assert run(chair).state == "undone"
    assert story(chair)[-1].startswith("thrown away")


def test_a_refusal_behind_the_pivot_is_a_failure_and_needs_a_person(selling, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    settings.GOTUTO_MAX_ATTEMPTS = 2
    trouble["deliver"] += [NoWood("no"), NoWood("no")]
    chair = sell(selling)
    work()
    parked = run(chair)
    assert (parked.state, parked.step, parked.needs_attention) == ("running", 2, True)
    assert story(chair) == ["saw", "sell"]
    assert len(failures(chair)) == 2


def test_a_refusal_behind_the_pivot_that_passes_is_repeated(selling, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["thank"].append(NoWood("no"))
    chair = sell(selling)
    work()
    assert (run(chair).state, story(chair)) == ("done", list(STEPS))


COMPENSATES = Deadline(timedelta(days=1), overdue=Overdue.COMPENSATE)
ASKS = Deadline(timedelta(days=1))


@pytest.mark.parametrize(
    ("steps", "deadline"),
    [
        ((Step(act_of("sell"), undo=act_of("unsell"), is_pivot=True),), None),
        ((Step(act_of("sell"), is_pivot=True), Step(act_of("deliver"), undo=act_of("fetch"))), None),
        ((Step(act_of("sell"), is_pivot=True), Step(act_of("deliver"), deadline=COMPENSATES)), None),
        ((Step(act_of("sell"), is_pivot=True),), COMPENSATES),
    ],
    ids=["undo of the pivot", "undo behind it", "deadline behind it", "deadline of the whole"],
)
def test_what_would_be_undone_behind_the_pivot_is_no_definition(steps, deadline):
    with testing.other_sagas(), pytest.raises(TypeError, match="goes forward only"):
        Saga("workshop.broken", version=1, subject=Chairs(), steps=steps, refused=refused, deadline=deadline)


def test_without_a_pivot_and_with_deadlines_that_ask_for_a_person_it_is_one():
    with testing.other_sagas():
        plain = Saga(
            "workshop.plain", version=1, subject=Chairs(), steps=(Step(act_of("saw")),), refused=refused, deadline=ASKS
        )
        sold = Saga(
            "workshop.sold",
            version=1,
            subject=Chairs(),
            steps=(Step(act_of("sell"), is_pivot=True),),
            refused=refused,
            deadline=ASKS,
        )
        assert (plain.is_past_pivot(1), sold.is_past_pivot(0), sold.is_past_pivot(1)) == (False, False, True)
