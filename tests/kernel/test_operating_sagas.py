"""What operators do with sagas on the command line."""

import json

import pytest
from django.core.management import CommandError

from gotuto.db import execute
from gotuto.ids import new_id
from tests.kernel import varnishing, workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def parked(settings):
    """A chair whose glue failed once too often."""
    settings.GOTUTO_MAX_ATTEMPTS = 1
    settings.SAGA_COMMIT_EVERY_STEP = True
    workshop.trouble.clear()
    workshop.trouble["glue"].append(RuntimeError("sticky"))
    chair = new_id()
    workshop.start(chair)
    workshop.work()
    return chair


def test_a_saga_that_needs_attention_is_listed(tell, parked):
    header, line = tell("saga", "list").splitlines()
    assert header.split()[:7] == ["id", "name", "version", "subject_id", "number", "state", "step"]
    assert line.split()[1:7] == ["workshop.chair", "1", str(parked), f"CHAIR-{parked.hex}", "running", "glue"]
    assert line.endswith("RuntimeError: sticky")
    assert json.loads(tell("saga", "list", "--json"))[0]["needs_attention"] is True


def test_a_saga_that_goes_well_is_not_in_the_way(tell):
    chair = new_id()
    workshop.trouble.clear()
    workshop.start(chair)
    workshop.work()
    assert tell("saga", "list") == "No saga needs attention.\n"
    (_, line) = tell("saga", "list", "--all").splitlines()
    assert line.split()[5:7] == ["done", "end"]
    assert tell("saga", "list", "--open") == "No sagas.\n"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        (("--open", "--name", "workshop.chair"), True),
        (("--open", "--name", "workshop.table"), False),
        (("--all", "--version", 1), True),
        (("--all", "--version", 2), False),
        (("--all", "--older-than", 60), True),
        (("--all", "--older-than", 6e6), False),
        (("--error", "STICKY"), True),
        (("--error", "dry"), False),
    ],
)
def test_sagas_are_found_by_name_version_age_and_error(tell, parked, words, is_found):
    assert (str(parked) in tell("saga", "list", *words)) is is_found


def test_a_saga_is_shown_with_the_history_of_its_steps_and_its_failed_attempts(tell, parked):
    shown = tell("saga", "show", parked)
    assert "workshop.chair" in shown
    *_, cut, failed = shown.splitlines()
    assert cut.split()[2:] == ["cut", "done"]
    assert failed.split()[2:] == ["glue", "failed,", "attempt", "1", "RuntimeError:", "sticky"]
    told = json.loads(tell("saga", "show", workshop.run(parked).id, "--json"))
    assert [(entry["outcome"], entry["note"]) for entry in told["timeline"]] == [
        ("done", ""),
        ("failed, attempt 1", "RuntimeError: sticky"),
    ]


def test_an_undo_that_failed_is_told_of_the_step_that_it_undoes(tell, parked):
    workshop.trouble["uncut"].append(RuntimeError("stuck"))
    tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    assert tell("saga", "show", parked).splitlines()[-1].split()[2:] == ["cut", "failed,", "attempt", "1",
                                                                        "RuntimeError:", "stuck"]  # fmt: skip


def test_a_saga_is_found_by_what_people_call_its_subject(tell, parked):
    assert str(workshop.run(parked).id) in tell("saga", "show", f"CHAIR-{parked.hex}")


def test_a_saga_is_stopped_with_a_reason_and_undone(tell, parked):
    assert "is going to be undone" in tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    assert workshop.story(parked) == ["cut", "uncut", "thrown away: Nobody wants it."]
    shown = tell("saga", "show", parked)
    assert "cancellation requested" in shown
    assert "sagas.stopped: Nobody wants it." in shown
    with pytest.raises(CommandError, match="has ended: undone"):
        tell("saga", "stop", parked, "--reason", "again")


def test_a_saga_that_is_being_undone_is_not_stopped_once_more(tell, parked):
    workshop.trouble["uncut"].append(RuntimeError("stuck"))
    tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    with pytest.raises(CommandError, match="is being undone already"):
        tell("saga", "stop", parked, "--reason", "again")


def test_a_saga_that_cannot_be_undone_goes_forward_after_all(tell, parked):
    with pytest.raises(CommandError, match="cannot go forward: it is running"):
        tell("saga", "forward", parked, "--reason", "Somebody wants it.")
    workshop.trouble["uncut"].append(RuntimeError("stuck"))
    tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    assert "goes forward" in tell("saga", "forward", parked, "--reason", "Somebody wants it.")
    workshop.work()
    assert workshop.story(parked)[:2] == ["cut", "glue"]


def test_where_several_sagas_work_for_one_subject_one_must_be_named(tell, parked):
    other = varnishing.start(parked)
    with pytest.raises(CommandError, match=r"Several sagas work for it: .*workshop\.varnish"):
        tell("saga", "retry", parked)
    assert "is due again" in tell("saga", "retry", other)


def test_a_saga_without_failures_or_of_another_release_is_shown(tell):
    chair = new_id()
    workshop.start(chair)
    execute("UPDATE gotuto_sagas_sagarun SET version = 9")
    lines = tell("saga", "show", chair).splitlines()
    assert ["step", "0"] in [line.split() for line in lines]


def test_a_parked_saga_goes_on_from_where_it_stood(tell, parked):
    assert "is due again" in tell("saga", "retry", parked)
    workshop.work()
    assert workshop.run(parked).state == "done"
    assert workshop.story(parked) == ["cut", "glue", "paint"]
    with pytest.raises(CommandError, match="has ended: done"):
        tell("saga", "retry", parked)


def test_all_that_need_attention_go_on_and_nothing_else_is_touched(tell, parked):
    assert json.loads(tell("saga", "retry", "--all", "--dry-run", "--json")) == {"due": 1, "dry_run": True}
    assert workshop.run(parked).needs_attention
    going_well = workshop.start(new_id())
    assert tell("saga", "retry", "--all") == "1 saga is due again.\n"
    assert tell("saga", "show", parked).splitlines()[-1].split()[2:] == ["retried"]
    assert workshop.run(going_well.subject_id).history == going_well.history
    workshop.work()
    assert workshop.run(parked).state == "done"
    assert tell("saga", "retry", "--all") == "0 sagas are due again.\n"


def test_all_and_one_are_not_asked_for_together(tell, parked):
    with pytest.raises(CommandError, match="not allowed with"):
        tell("saga", "retry", parked, "--all")
