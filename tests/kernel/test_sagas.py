"""Sagas end done or undone, whatever breaks on the way; what a person must look at is parked and says why."""

import pytest
from django.db import OperationalError

from gotuto import trace
from gotuto.db import unit, unit_of_work
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.sagas import engine
from gotuto.sagas.definition import Refusal
from gotuto.sagas.models import SagaRun
from tests.kernel.toys import NOON, elsewhere
from tests.kernel.workshop import NoWood, chair_making, failures, run, start, story, trouble, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]

UNDO = {"cut": "uncut", "glue": "unglue"}
CHANGED_MIND = Refusal("workshop.changed_mind", "the buyer changed his mind")


def stop(chair):
    with unit():
        return chair_making.stop(chair, refusal=CHANGED_MIND)


def undone_in_reverse(told):
    """What was done before the end and not undone again, last first."""
    left = []
    for note in told[:-1]:
        if left and UNDO.get(left[-1]) == note:
            left.pop()
        else:
            left.append(note)
    return left == []


def test_all_steps_are_done_in_order(chair):
    start(chair)
    assert work() == 1
    assert story(chair) == ["cut", "glue", "paint"]
    ended = run(chair)
    assert (ended.state, ended.step, ended.last_error) == ("done", 3, "")
    assert ended.finished_at is not None


def test_each_step_sees_what_the_earlier_ones_did(chair):
    start(chair)
    work()
    assert story(chair).index("glue") > story(chair).index("cut")


def test_a_saga_starts_with_its_subject_or_not_at_all(chair):
    with pytest.raises(RuntimeError, match="unit of work"):
        chair_making.start(chair, now=NOON)

    @unit_of_work
    def refuse():
        chair_making.start(chair, now=NOON)
        raise Conflict("no")

    with pytest.raises(Conflict):
        refuse()
    assert not SagaRun.objects.exists()


def test_a_saga_goes_on_in_the_name_of_who_asked(chair):
    seen, asking = [], new_id()
    trouble["cut"].append(lambda: seen.append((trace.correlation_id(), trace.actor())))
    with trace.bound("request-1", actor=asking):
        start(chair)
    work()
    assert seen == [("request-1", asking)]


@pytest.mark.parametrize("step", ["cut", "glue", "paint"])
def test_a_refusal_undoes_what_was_done_and_ends_with_its_reason(chair, step):
    trouble[step].append(NoWood("no wood is left"))
    start(chair)
    work()
    ended = run(chair)
    assert (ended.state, ended.refusal_code, ended.refusal_reason) == ("undone", "workshop.no_wood", "no wood is left")
    assert ended.finished_at is not None
    told = story(chair)
    assert told[-1] == "thrown away: no wood is left"
    assert step not in told
    assert undone_in_reverse(told)
    assert failures(chair) == []


def test_every_committed_step_is_undone_last_first(chair, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["paint"].append(NoWood("no paint"))
    start(chair)
    work()
    assert story(chair) == ["cut", "glue", "unglue", "uncut", "thrown away: no paint"]


def test_steps_that_were_committed_one_by_one_may_be_undone_together_last_first(chair, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["paint"].extend([RuntimeError("the brush is lost"), NoWood("no paint")])
    start(chair)
    engine.run_due()
    settings.SAGA_COMMIT_EVERY_STEP = False
    work()
    assert story(chair) == ["cut", "glue", "unglue", "uncut", "thrown away: no paint"]


def test_an_undo_that_fails_at_first_is_repeated(chair, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["paint"].append(NoWood("no paint"))
    trouble["unglue"].append(Conflict("the glue is dry"))
    trouble["uncut"].append(OperationalError("the saw is hot"))
    start(chair)
    assert work() == 3
    assert story(chair) == ["cut", "glue", "unglue", "uncut", "thrown away: no paint"]
    assert run(chair).state == "undone"
    assert [(failed.state, failed.step, failed.attempt) for failed in failures(chair)] == [
        ("compensating", 2, 1),
        ("compensating", 1, 1),
    ]


@pytest.mark.parametrize("step", ["cut", "glue", "paint"])
def test_a_failure_of_the_infrastructure_is_repeated_and_not_compensated(chair, step):
    trouble[step].append(OperationalError("the disk is full"))
    start(chair)
    assert work() == 2
    assert story(chair) == ["cut", "glue", "paint"]
    assert run(chair).state == "done"
    (failed,) = failures(chair)
    assert (failed.state, failed.attempt, failed.error) == ("running", 1, "OperationalError: the disk is full")
    assert str(failed) == f"step {failed.step}, attempt 1"


def test_a_failure_waits_before_it_is_repeated(chair, settings):
    settings.GOTUTO_BACKOFF_SECONDS = 60
    trouble["glue"].append(RuntimeError("sticky"))
    start(chair)
    assert work() == 1
    waiting = run(chair)
    assert (waiting.state, waiting.needs_attention, waiting.last_error) == ("running", False, "RuntimeError: sticky")


def test_after_its_attempts_a_saga_is_parked_and_never_compensated_by_itself(chair, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 3
    trouble["glue"].extend(RuntimeError(f"sticky {count}") for count in range(9))
    start(chair)
    work()
    parked = run(chair)
    assert (parked.state, parked.needs_attention, parked.last_error) == ("running", True, "RuntimeError: sticky 2")
    assert [failed.attempt for failed in failures(chair)] == [1, 2, 3]
    assert work() == 0


def test_an_undo_that_never_works_parks_the_saga(chair, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    settings.GOTUTO_MAX_ATTEMPTS = 2
    trouble["glue"].append(NoWood("no wood"))
    trouble["uncut"].extend([RuntimeError("stuck"), RuntimeError("stuck")])
    start(chair)
    work()
    assert (run(chair).state, run(chair).needs_attention) == ("compensating", True)


def test_an_error_that_the_database_cannot_store_as_it_is_does_not_escape(chair, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 1
    trouble["cut"].append(RuntimeError("a\0b"))
    start(chair)
    work()
    assert run(chair).last_error == "RuntimeError: ab"


def test_a_definition_of_another_release_is_parked_and_not_guessed(chair):
    start(chair)
    SagaRun.objects.update(version=7)
    work()
    assert run(chair).needs_attention
    assert run(chair).last_error == "This release does not know workshop.chair version 7."
    assert story(chair) == []


def test_a_saga_that_is_stopped_before_it_begins_ends_undone(chair):
    start(chair)
    assert stop(chair)
    work()
    assert story(chair) == ["thrown away: the buyer changed his mind"]
    assert (run(chair).state, run(chair).refusal_code) == ("undone", "workshop.changed_mind")


def test_a_saga_that_has_ended_is_not_stopped(chair):
    start(chair)
    work()
    assert not stop(chair)
    assert work() == 0
    assert story(chair) == ["cut", "glue", "paint"]


def test_the_first_reason_to_stop_counts(chair):
    start(chair)
    stop(chair)
    with unit():
        chair_making.stop(chair, refusal=Refusal("other", "another reason"))
    work()
    assert run(chair).refusal_code == "workshop.changed_mind"


def test_stopping_frees_a_saga_that_was_parked(chair, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 1
    trouble["glue"].append(RuntimeError("sticky"))
    start(chair)
    work()
    assert run(chair).needs_attention
    stop(chair)
    work()
    assert run(chair).state == "undone"
    assert undone_in_reverse(story(chair))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["cut", "glue", "paint"])
def test_a_saga_that_is_stopped_while_a_step_runs_is_undone(chair, step):
    trouble[step].append(lambda: elsewhere(lambda: stop(chair)))
    start(chair)
    work()
    assert run(chair).state == "undone"
    told = story(chair)
    assert told[-1] == "thrown away: the buyer changed his mind"
    assert step not in told
    assert undone_in_reverse(told)


def test_the_history_tells_what_became_of_each_step(chair, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    trouble["paint"].append(NoWood("no paint"))
    start(chair)
    work()
    history = run(chair).history
    assert [(entry["step"], entry["outcome"], entry.get("note", "")) for entry in history] == [
        ("cut", "done", ""),
        ("glue", "done", ""),
        ("paint", "refused", "workshop.no_wood: no paint"),
        ("glue", "undone", ""),
        ("cut", "undone", ""),
        ("refused", "done", ""),
    ]
    assert [entry["at"] for entry in history] == sorted(entry["at"] for entry in history)


def test_what_was_rolled_back_is_not_in_the_history(chair):
    trouble["cut"].append(OperationalError("the disk is full"))
    start(chair)
    work()
    assert [entry["step"] for entry in run(chair).history] == ["cut", "glue", "paint"]


def test_the_history_tells_who_stopped_it_and_why(chair):
    start(chair)
    with trace.bound("request-2", actor=(asking := new_id())):
        stop(chair)
        stop(chair)
    work()
    first, *others = run(chair).history
    assert (first["outcome"], first["actor"]) == ("cancellation requested", str(asking))
    assert first["note"] == "workshop.changed_mind: the buyer changed his mind"
    assert [entry["step"] for entry in others] == ["refused"]


def test_a_row_says_what_it_is(chair):
    assert str(start(chair)) == f"workshop.chair {chair}"
    assert [step.name for step in chair_making.steps] == ["cut", "glue", "paint"]
