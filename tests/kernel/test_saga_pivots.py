"""From its pivot on a saga goes forward only: asked to stop it goes on, and a refusal is a failure that a person sees."""

from datetime import timedelta

import pytest

from gotuto import testing
from gotuto.db import unit
from gotuto.ids import new_id
from gotuto.sagas import Deadline, Overdue, Saga, Step, engine, inspection, stopping
from gotuto.sagas.definition import Refusal
from gotuto.sagas.errors import SagaNotStuck
from tests.kernel.toys import NOON
from tests.kernel.workshop import Chairs, NoWood, act_of, failures, refused, run, story, trouble, work
from tests.office import press, said

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


@pytest.fixture
def stuck(selling, settings):
    """A chair that is not sold, and not unsawn either."""
    settings.SAGA_COMMIT_EVERY_STEP, settings.GOTUTO_MAX_ATTEMPTS = True, 1
    trouble["sell"].append(NoWood("no buyer"))
    trouble["unsaw"].append(RuntimeError("no glue"))
    chair = sell(selling)
    work()
    assert (run(chair).state, run(chair).needs_attention) == ("compensating", True)
    return chair


def test_a_person_lets_one_that_cannot_be_undone_go_forward_after_all(stuck):
    stopping.go_forward(saga_id=stuck, reason="The buyer is back.")
    work()
    ended = run(stuck)
    assert (ended.state, ended.refusal_code, story(stuck)) == ("done", "", list(STEPS))
    assert ("goes forward after all", "The buyer is back.") in [
        (entry["outcome"], entry.get("note")) for entry in ended.history
    ]
    with pytest.raises(SagaNotStuck, match="it is done"):
        stopping.go_forward(saga_id=stuck, reason="again")


def test_one_that_is_undone_in_part_or_goes_its_way_does_not(selling, settings, stuck):
    run(stuck).__class__.objects.filter(subject_id=stuck).update(
        history=[{"at": NOON.isoformat(), "step": "polish", "outcome": "undone"}]
    )
    settings.GOTUTO_MAX_ATTEMPTS = 8
    trouble["sell"].append(RuntimeError("not yet"))
    other = sell(selling)
    engine.run_due()
    for chair in (stuck, other):
        with pytest.raises(SagaNotStuck, match="a part of it is undone already"):
            stopping.go_forward(saga_id=chair, reason="x")


def test_the_page_of_a_saga_shows_its_pivot_and_what_can_be_done(stuck, selling, admin_client):
    page = f"/admin/gotuto_sagas/sagarun/{run(stuck).id}/"
    shown = admin_client.get(f"{page}change/").content.decode()
    assert "the pivot: from here on it goes forward only" in shown
    assert "undone by unsaw" in shown
    assert "Stop and undo" not in shown
    assert said(press(admin_client, f"{page}go_forward/", reason="The buyer is back.")) == [
        "Go forward after all: done."
    ]
    assert "Go forward after all</" not in admin_client.get(f"{page}change/").content.decode()
    assert run(stuck).state == "running"


def test_behind_its_pivot_no_button_stops_a_saga(selling, settings, admin_client):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["sell"].append(RuntimeError("not yet"))
    trouble["deliver"].append(RuntimeError("not yet"))
    chair = sell(selling)
    for button in (1, 0):
        engine.run_due()
        shown = admin_client.get(f"/admin/gotuto_sagas/sagarun/{run(chair).id}/change/").content.decode()
        assert shown.count("/stop_this/") == button
    assert (inspection.show(chair).pivot, inspection.show(chair).is_past_pivot) == ("sell", True)
