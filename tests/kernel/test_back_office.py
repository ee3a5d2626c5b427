"""The kernel in the back office: everybody on the staff may look, superusers may let things try again."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contexts.catalog import models as products
from contexts.catalog.categories.use_cases import create_category
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.outbox import models as outbox
from gotuto.sagas.models import SagaRun
from tests import office as desk
from tests.kernel import varnishing, workshop
from tests.kernel.toys import deliver, ring, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]

PASSWORD = "a-long-password-9"
SAGAS, EVENTS, DELIVERIES = (f"admin:gotuto_{name}" for name in ("sagas_sagarun", "outbox_event", "outbox_delivery"))


def office(*roles, superuser=False):
    email = f"{superuser}@example.com"
    ensure_staff(email=email, password=PASSWORD, roles=roles, is_superuser=superuser, now=timezone.now())
    browser = Client()
    assert browser.login(username=email, password=PASSWORD)
    return browser


@pytest.fixture
def chief():
    return office(superuser=True)


@pytest.fixture
def clerk():
    return office(superuser=True)


def page(browser, view, *args, **query):
    answer = browser.get(reverse(view, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def act(browser, view, action, *rows):
    return desk.act(browser, reverse(f"{view}_changelist"), action, *(row.pk for row in rows))


@pytest.fixture
def parked(settings):
    settings.GOTUTO_MAX_ATTEMPTS = 1
    workshop.trouble.clear()
    workshop.trouble["glue"].append(RuntimeError("sticky fingers"))
    workshop.start(chair := new_id())
    workshop.work()
    return workshop.run(chair)


@pytest.fixture
def dead(bell, listeners):
    cracks = ["crack"]

    def react(event):
        if cracks:
            raise Conflict(cracks.pop())

    listeners.connect("toys.first", react)
    ring(bell, "c")
    deliver()
    return outbox.Delivery.objects.get()


def test_a_saga_is_found_and_understood(clerk, parked):
    assert "sticky fingers" in page(clerk, f"{SAGAS}_changelist", status="attention", q=str(parked.subject_id))
    shown = page(clerk, f"{SAGAS}_change", parked.pk)
    assert "sticky fingers" in shown
    assert "failed, attempt 1" in shown
    assert "Waits for" not in shown


@pytest.mark.parametrize(
    ("wishes", "is_found"),
    [
        ({"status": "open"}, True),
        ({"status": "waiting"}, False),
        ({"status": "error"}, True),
        ({"status": "done"}, False),
        ({"status": "nonsense"}, True),
        ({"name": "workshop.chair"}, True),
        ({"name": "order.placement"}, False),
        ({"age": "1h"}, True),
        ({"age": "nonsense"}, True),
        ({"q": "sticky"}, True),
        ({"q": "dry"}, False),
    ],
)
def test_sagas_are_found_by_status_name_age_and_error(clerk, parked, wishes, is_found):
    assert (f"CHAIR-{parked.subject_id.hex}" in page(clerk, f"{SAGAS}_changelist", **wishes)) is is_found


def test_a_saga_is_found_by_what_people_call_its_subject(clerk, parked):
    workshop.start(other := new_id())
    found = page(clerk, f"{SAGAS}_changelist", q=f"CHAIR-{other.hex}")
    assert f"CHAIR-{other.hex}" in found
    assert f"CHAIR-{parked.subject_id.hex}" not in found


def test_a_saga_that_waits_says_for_what(clerk):
    varnishing.start(chair := new_id())
    workshop.work()
    shown = page(clerk, f"{SAGAS}_change", varnishing.row_of(chair).pk)
    assert "the supplier, since" in shown
    assert "for the supplier" in shown
    assert "waiting" in page(clerk, f"{SAGAS}_changelist", status="waiting")


def test_a_saga_of_another_release_is_shown(clerk, parked):
    SagaRun.objects.update(name="workshop.gone")
    assert str(parked.subject_id) in page(clerk, f"{SAGAS}_changelist")


def test_a_saga_that_is_gone_has_no_page(clerk):
    assert clerk.get(reverse(f"{SAGAS}_change", args=[new_id()])).status_code == 302


def press(browser, button, row, **answers):
    """Answer the question behind a button of the page."""
    answer = desk.press(browser, reverse(f"{SAGAS}_{button}", args=[row.pk]), **answers)
    return None if answer.status_code == 403 else answer.content.decode()


def test_a_superuser_stops_a_saga_with_a_reason_and_has_it_undone(chief, parked):
    assert "This field is required" in press(chief, "stop_this", parked)
    assert "Stop and undo: done." in press(chief, "stop_this", parked, reason="Nobody wants it.")
    workshop.work()
    ended = workshop.run(parked.subject_id)
    assert (ended.state, ended.refusal_code, ended.refusal_reason) == ("undone", "sagas.stopped", "Nobody wants it.")
    shown = page(chief, f"{SAGAS}_change", parked.pk)
    assert "sagas.stopped: Nobody wants it. (by " in shown
    assert reverse(f"{SAGAS}_stop_this", args=[parked.pk]) not in shown
    assert "cannot be done any more" in press(chief, "stop_this", parked, reason="again")


def test_a_superuser_lets_a_parked_saga_try_again_from_its_page(chief, parked):
    assert "Retry: done." in press(chief, "retry_this", parked)
    workshop.work()
    assert workshop.run(parked.subject_id).state == "done"


def test_a_superuser_lets_a_parked_saga_try_again(chief, parked):
    act(chief, SAGAS, "retry", parked)
    again = workshop.run(parked.subject_id)
    assert (again.needs_attention, again.attempts) == (False, 0)
    workshop.work()
    told = act(chief, SAGAS, "retry", parked).content.decode()
    assert "none of the chosen" in told


@pytest.mark.parametrize("roles", [(), ("support", "billing", "catalog", "stock", "fulfilment")])
def test_nobody_else_may(parked, dead, roles):
    browser = office(*roles)
    act(browser, SAGAS, "retry", parked)
    act(browser, DELIVERIES, "redeliver", dead)
    assert press(browser, "retry_this", parked) is None
    assert press(browser, "stop_this", parked, reason="no") is None
    assert workshop.run(parked.subject_id).needs_attention
    assert states("toys.first") == ["dead"]


def says_conflict(shown):
    """Whether a page shows the error of the dead letter: its code, and nobody's words."""
    return re.search(r">\s*conflict\s*<", shown) is not None


def test_events_are_found_by_what_they_happened_to_and_by_correlation_id(clerk, bell, dead):
    ring(new_id(), "d")
    event = dead.event
    for words in (str(bell), str(event.event_id), event.correlation_id):
        found = page(clerk, f"{EVENTS}_changelist", q=words)
        assert str(bell) in found
        assert found.count("tests.bell_rang") == page(clerk, f"{EVENTS}_changelist", q=str(bell)).count(
            "tests.bell_rang"
        )
    shown = page(clerk, f"{EVENTS}_change", event.pk)
    assert "toys.first" in shown
    assert says_conflict(shown)


def test_deliveries_are_found_by_their_events(clerk, bell, dead):
    ring(new_id(), "d")
    for words in (str(bell), str(dead.event.event_id), dead.event.correlation_id):
        assert says_conflict(page(clerk, f"{DELIVERIES}_changelist", q=words))
    for words in (str(new_id()), "order-form.7"):
        assert not says_conflict(page(clerk, f"{DELIVERIES}_changelist", q=words))


def test_events_are_filtered_by_name(clerk, bell, dead):
    assert str(bell) in page(clerk, f"{EVENTS}_changelist", name="tests.bell_rang")
    assert str(bell) not in page(clerk, f"{EVENTS}_changelist", name="order.order_placed")


def test_deliveries_are_filtered_by_state_and_handler(clerk, dead):
    assert says_conflict(page(clerk, f"{DELIVERIES}_changelist", state__exact="dead", handler="toys.first"))
    assert not says_conflict(page(clerk, f"{DELIVERIES}_changelist", state__exact="done"))
    assert not says_conflict(page(clerk, f"{DELIVERIES}_changelist", handler="toys.other"))
    assert says_conflict(page(clerk, f"{DELIVERIES}_change", dead.pk))


def test_a_superuser_redelivers_a_dead_letter(chief, dead):
    assert "1 done" in act(chief, DELIVERIES, "redeliver", dead).content.decode()
    deliver()
    assert states("toys.first") == ["done"]


def test_a_delivery_for_a_handler_of_another_release_is_not_redelivered(chief, dead, listeners):
    listeners.disconnect("toys.first")
    assert "This release has no handler toys.first" in act(chief, DELIVERIES, "redeliver", dead).content.decode()
    assert states("toys.first") == ["dead"]


@pytest.mark.parametrize("view", [SAGAS, EVENTS, DELIVERIES])
def test_nothing_of_it_is_written_or_deleted_by_hand(chief, view, parked, dead):
    rows = {SAGAS: parked, EVENTS: dead.event, DELIVERIES: dead}
    assert chief.get(reverse(f"{view}_add")).status_code == 403
    assert chief.post(reverse(f"{view}_change", args=[rows[view].pk]), {"name": "x"}).status_code == 403
    assert chief.post(reverse(f"{view}_delete", args=[rows[view].pk]), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in page(chief, f"{view}_changelist")


def test_a_refusal_stands_beside_the_input_and_leaves_nothing_behind():
    editor = office("catalog")
    now = timezone.now()
    tea = create_category(name="Tea", now=now)
    green = create_category(name="Green", parent_id=tea.id, now=now)
    change = {"name": "Tea", "parent": str(green.id), "description": "", "version": tea.version}
    answer = editor.post(reverse("admin:catalog_category_change", args=[tea.id]), change)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert products.Category.objects.get(id=tea.id).parent_id is None


def test_a_deletion_that_is_refused_says_why(monkeypatch):
    def refuse(office, request, row):
        raise Conflict("Somebody still drinks it.")

    monkeypatch.setattr(type(admin.site.get_model_admin(products.Category)), "delete_model", refuse)
    tea = create_category(name="Tea", now=timezone.now())
    delete = reverse("admin:catalog_category_delete", args=[tea.id])
    answer = office("catalog").post(delete, {"post": "yes"}, follow=True)
    assert "Somebody still drinks it." in answer.content.decode()
    assert products.Category.objects.filter(id=tea.id).exists()


def test_a_class_that_deletes_or_writes_says_by_which_use_case():
    silent = BackOffice(products.Category, None)
    with pytest.raises(TypeError, match="does not say how"):
        silent.delete_model(None, None)
    form = UseCaseForm.__new__(UseCaseForm)
    with pytest.raises(TypeError, match="has no command"):
        form.command({})
