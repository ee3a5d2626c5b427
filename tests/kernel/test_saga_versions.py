"""A step is added to a saga while others of it are under way: these end by the table that they were started under."""

import pytest

from gotuto import testing
from gotuto.db import unit
from gotuto.sagas import Refusal, Saga, Step
from gotuto.sagas.definition import definitions
from tests.kernel.toys import NOON
from tests.kernel.workshop import Chairs, act_of, chair_making, refused, retry, run, start, story, trouble, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]

SAND = Step(act_of("sand"), undo=act_of("unsand"))


@pytest.fixture
def next_release():
    """Chairs are sanded before they are glued; the old table stays beside the new one."""
    cut, *others = chair_making.steps
    with testing.other_sagas():
        yield Saga("workshop.chair", version=2, subject=Chairs(), steps=(cut, SAND, *others), refused=refused)


def begun(chair, settings):
    """A saga of this release that has taken its first step, and fails at the second."""
    settings.SAGA_COMMIT_EVERY_STEP = True
    settings.GOTUTO_MAX_ATTEMPTS = 1
    trouble["glue"].append(RuntimeError("sticky"))
    start(chair)
    work()
    assert story(chair) == ["cut"]


@pytest.fixture
def old(chair, settings):
    begun(chair, settings)
    return chair


def test_what_is_under_way_ends_by_the_old_table_and_what_starts_takes_the_new_one(old, bell, next_release):
    with unit():
        next_release.start(bell, now=NOON)
    retry(old)
    work()
    assert story(old) == ["cut", "glue", "paint"]
    assert story(bell) == ["cut", "sand", "glue", "paint"]
    assert (run(old).version, run(bell).version) == (1, 2)


def test_what_is_under_way_is_undone_by_the_old_table_and_stopped_by_name(old, next_release):
    with unit():
        next_release.stop(old, refusal=Refusal("workshop.changed_mind", "no"))
    work()
    assert story(old) == ["cut", "uncut", "thrown away: no"]


def test_a_subject_has_one_open_saga_of_a_name_whatever_its_version(old, next_release):
    with unit():
        assert next_release.start(old, now=NOON) == run(old).id


def test_an_old_table_that_was_deleted_too_early_is_put_back(old, next_release):
    testing.forget_saga(chair_making)
    retry(old)
    work()
    assert run(old).last_error == "This release does not know workshop.chair version 1."
    definitions.add(chair_making)
    retry(old)
    work()
    assert story(old) == ["cut", "glue", "paint"]
