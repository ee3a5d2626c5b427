"""A start is repeatable by its key, one saga of a name is open for a subject, and some must not run beside each other."""

import pytest
from django.db import OperationalError

from gotuto.db import execute, unit
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.sagas.models import SagaRun
from tests.kernel.toys import NOON, elsewhere
from tests.kernel.varnishing import calls, painting, patient, start, supplier_says, varnishing
from tests.kernel.workshop import story, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def finish(chair, which=varnishing):
    work()
    supplier_says(chair, "done", which)
    work()


def test_the_same_key_is_the_same_saga(chair):
    first = start(chair, key="first coat")
    assert start(chair, key="first coat") == first
    finish(chair)
    assert start(chair, key="first coat") == first
    assert work() == 0
    assert SagaRun.objects.count() == 1


def test_one_saga_of_a_name_is_open_for_a_subject_and_several_may_have_ended(chair):
    start(chair, key="first coat")
    with pytest.raises(Conflict, match=r"Another workshop\.varnish is still under way") as refused:
        start(chair, key="second coat")
    assert refused.value.code == "sagas.already_open"
    finish(chair)
    start(chair, key="second coat")
    finish(chair)
    assert list(SagaRun.objects.values_list("state", flat=True)) == ["done", "done"]


def test_sagas_of_two_names_go_on_beside_each_other(chair):
    start(chair)
    start(chair, patient)
    work()
    assert story(chair) == ["order varnish"] * 2
    calls[chair] = "done"
    supplier_says(chair, "done")
    supplier_says(chair, "done", patient)
    work()
    assert {run.state for run in SagaRun.objects.all()} == {"done"}


@pytest.mark.parametrize(("one", "other"), [(varnishing, painting), (painting, varnishing)])
def test_a_pair_that_excludes_each_other_is_refused_at_the_start(chair, one, other):
    first = start(chair, one)
    with pytest.raises(Conflict, match=f"{other.name} cannot start while {one.name} is under way") as refused:
        start(chair, other)
    assert refused.value.code == "sagas.excluded"
    assert start(chair, one) == first
    finish(chair, one)
    start(chair, other)


@pytest.mark.django_db(transaction=True)
def test_two_that_exclude_each_other_and_start_at_once_do_not_both_begin(chair):
    def paint():
        with unit():
            execute("SET LOCAL lock_timeout = '50ms'")
            painting.start(chair, now=NOON)

    with unit():
        varnishing.start(chair, now=NOON)
        # The other one waits for the end of this unit of work.
        with pytest.raises(OperationalError, match="lock timeout"):
            elsewhere(paint)
    with pytest.raises(Conflict, match="cannot start"):
        elsewhere(paint)


def test_an_excluded_saga_of_another_subject_is_in_nobodys_way(chair):
    start(chair)
    start(new_id(), painting)
    assert SagaRun.objects.count() == 2
