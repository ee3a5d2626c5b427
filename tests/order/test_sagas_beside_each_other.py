"""Two sagas of one order: one transaction at a time, in any order, and whoever is too late tries again for free."""

from datetime import timedelta

import pytest

from contexts.order.orders import event_store
from contexts.order.placement import placement
from gotuto import testing
from gotuto.db import VersionConflict, execute, unit
from gotuto.ids import ShipmentId, new_id
from gotuto.sagas import Saga, Step, engine
from gotuto.sagas.models import FailedAttempt, SagaRun
from tests.kernel.toys import elsewhere


def pack(order, *, now):
    return order.request_shipment(ShipmentId(new_id()), now=now)


def unpacked(order, *, refusal, now):
    return []


@pytest.fixture
def packing():
    """A small saga that packs two parcels for an order."""
    with testing.other_sagas():
        yield Saga("test.packing", version=1, subject=event_store, steps=(Step(pack), Step(pack)), refused=unpacked)


@pytest.fixture
def placed(shop, packing):
    shop.has("tea", pieces=5)
    placed = shop.place({"TEA": 2})
    with unit():
        packing.start(placed.id, now=shop.now)
    return placed


def versions(placed):
    order, version = event_store.load(placed.id)
    return len(order.shipment_ids), version


def test_both_go_on_and_the_stream_holds_what_both_did(shop, placed):
    shop.settle()
    assert shop.look(placed).status == "confirmed"
    assert versions(placed) == (2, 6)
    assert {run.state for run in SagaRun.objects.filter(subject_id=placed.id)} == {"done"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("every_step", [False, True])
def test_whoever_is_too_late_tries_again_and_no_attempt_is_counted(
    shop, placed, packing, sabotage, settings, every_step
):
    settings.SAGA_COMMIT_EVERY_STEP = every_step
    settings.GOTUTO_MAX_ATTEMPTS = 1
    saboteur = sabotage(placement)
    saboteur.once("reserve_stock", lambda: elsewhere(lambda: engine.run_of(packing.name, placed.id)))
    shop.settle()
    assert shop.look(placed).status == "confirmed"
    assert versions(placed) == (2, 6)
    assert not FailedAttempt.objects.exists()
    assert {run.attempts for run in SagaRun.objects.filter(subject_id=placed.id)} == {1}


@pytest.mark.django_db(transaction=True)
def test_a_use_case_that_is_too_late_for_the_stream_is_repeated(shop, placed, packing):
    order, version = event_store.load(placed.id)
    engine.run_of(packing.name, placed.id)
    events = pack(order, now=shop.now + timedelta(hours=1))
    with pytest.raises(VersionConflict, match=f"Order {placed.number} is beyond version 1"), unit():
        event_store.append(event_store.evolve(order, events), expected_version=version, events=events)


def test_a_stream_behind_which_nobody_can_append_needs_a_person(shop, placed, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 2
    settings.GOTUTO_BACKOFF_SECONDS = 0
    # A gap that no use case makes: the stream has fewer events than its last version says.
    execute("UPDATE order_streamrow SET version = 2 WHERE stream_id = %s", [placed.id])
    shop.settle()
    parked = SagaRun.objects.filter(subject_id=placed.id)
    assert [run.needs_attention for run in parked] == [True, True]
    assert all(run.last_error == f"VersionConflict: Order {placed.number} is beyond version 1." for run in parked)


def test_each_is_run_by_its_own_name(shop, placed, packing):
    assert engine.run_of(packing.name, placed.id)
    assert shop.look(placed).status == "pending"
    assert not engine.run_of(packing.name, placed.id)
    assert engine.run_of(placement.name, placed.id)
    assert shop.look(placed).status == "confirmed"
