"""Actions over many rows: counted row by row, taken up by another worker, stopped, forgotten; and what a person sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contexts.billing.clients.use_cases import create_client
from contexts.catalog.models import Product
from contexts.customer.models import User
from contexts.customer.staff.use_cases import ensure_staff
from gotuto import trace
from gotuto.actions import asking, retention, running, starting
from gotuto.actions.models import Run, RunRow
from gotuto.db import execute
from gotuto.errors import Conflict
from gotuto.ids import new_id
from tests.catalog.builders import product
from tests.office import act, press, said

pytestmark = pytest.mark.django_db

PRODUCTS, RUNS = "/admin/catalog/product/", "/admin/gotuto_actions/run/"


def signed_in(*roles: str, superuser: bool = False) -> Client:
    email = f"{'-'.join(roles) or 'staff'}@example.com"
    ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=superuser, now=timezone.now())
    browser = Client()
    assert browser.login(username=email, password="a-long-password-9")
    return browser


@pytest.fixture
def clerk() -> Client:
    return signed_in("catalog")


def shelf(pieces: int) -> list[Any]:
    return [product(f"TEA-{number:03d}") for number in range(pieces)]


def started(action: str = "take_off_sale", **given: str) -> Run:
    """A run over all products that no worker has taken up."""
    run_id = starting.start(
        model=Product, action=action, title="Take off sale", rows=Product.objects.order_by("sku"), given=given,
        now=timezone.now() - timedelta(seconds=1),
    )  # fmt: skip
    return Run.objects.get(id=run_id)


def for_sale() -> int:
    return Product.objects.filter(is_active=True).count()


def counted(run: Run) -> tuple[str, int, int, int]:
    run.refresh_from_db()
    return (run.state, run.total, run.done, run.refused)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the action meet something with certain SKUs."""
    from contexts.catalog.products.use_cases import changing

    troubles: dict[str, list[Exception]] = {}
    update = changing.update_product

    def met(*, product_id: Any, **given: Any) -> Any:
        waiting = troubles.get(Product.objects.get(id=product_id).sku, [])
        if waiting:
            raise waiting[0] if len(waiting) == 1 else waiting.pop()
        return update(product_id=product_id, **given)

    monkeypatch.setattr(changing, "update_product", met)
    return troubles


def test_a_small_run_has_ended_when_the_list_is_shown_again(clerk: Client) -> None:
    rows = shelf(3)
    shown = act(clerk, PRODUCTS, "take_off_sale", *(row.id for row in rows[:2]), reason="Mouldy.")
    assert said(shown) == ["Take off sale: 2 done."]
    assert for_sale() == 1
    entry = LogEntry.objects.get(object_id=str(rows[0].id))
    assert (entry.user.email, entry.change_message) == ("catalog@example.com", "Take off sale (reason: Mouldy.)")


def test_nothing_happens_before_the_question_is_answered_and_no_answer_is_asked_for_again(clerk: Client) -> None:
    [row] = shelf(1)
    asked = clerk.post(PRODUCTS, {"action": "take_off_sale", "_selected_action": [str(row.id)]})
    assert "Nobody can buy them any more" in asked.content.decode()
    assert "This field is required" in act(clerk, PRODUCTS, "take_off_sale", row.id, reason=" ").content.decode()
    assert for_sale() == 1
    assert not Run.objects.exists()


def test_who_chose_all_rows_is_asked_again_when_there_are_others_by_now(clerk: Client) -> None:
    shelf(2)
    everything = {"action": "take_off_sale", "select_across": "1", "_selected_action": ["x"], "index": "0"}
    clerk.post(PRODUCTS, everything)
    product("TEA-NEW")
    again = clerk.post(PRODUCTS, {**everything, "reason": "Mouldy.", "_asked_about": "2"})
    assert again.context["total"] == 3
    assert for_sale() == 3
    clerk.post(PRODUCTS, {**everything, "reason": "Mouldy.", "_asked_about": "3"})
    assert for_sale() == 0


def test_what_can_be_taken_back_is_asked_about_only_over_many_rows(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = shelf(2)
    Product.objects.update(is_active=False)
    monkeypatch.setattr(asking, "UNASKED", 1)
    chosen = {"action": "put_on_sale", "_selected_action": [str(row.id) for row in rows]}
    assert "2 products" in clerk.post(PRODUCTS, chosen).content.decode()
    assert for_sale() == 0
    assert said(act(clerk, PRODUCTS, "put_on_sale", rows[0].id)) == ["Put on sale: 1 done."]
    assert for_sale() == 1
    assert said(act(clerk, PRODUCTS, "put_on_sale", *(row.id for row in rows))) == ["Put on sale: 1 done."]


def test_a_run_that_takes_longer_goes_on_in_a_worker_and_its_progress_is_seen(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = shelf(4)
    monkeypatch.setattr(running, "SECONDS", 0)
    shown = act(clerk, PRODUCTS, "take_off_sale", *(row.id for row in rows), reason="Mouldy.")
    run = Run.objects.get()
    assert shown.redirect_chain == [(f"{RUNS}{run.id}/change/", 302)]
    assert shown.headers["Refresh"] == "2"
    assert 'aria-label="1 of 4 rows"' in shown.content.decode()
    assert "It goes on by itself, also when you leave this page." in shown.content.decode()
    assert "catalog@example.com" in signed_in(superuser=True).get(f"{RUNS}{run.id}/change/").content.decode()
    while running.run_due():
        pass
    assert counted(run) == ("done", 4, 4, 0)
    ended = clerk.get(f"{RUNS}{run.id}/change/")
    assert "It goes on by itself" not in ended.content.decode()
    assert "Refresh" not in ended.headers
    assert "reason: Mouldy." in ended.content.decode()
    assert for_sale() == 0


def test_what_is_refused_is_told_with_its_reason_and_touches_nobody_else(clerk: Client, refusing: Any) -> None:
    rows = shelf(8)
    for row in rows[:6]:
        refusing[row.sku] = [Conflict("Somebody drinks it.")]
    shown = said(act(clerk, PRODUCTS, "take_off_sale", *(row.id for row in rows), reason="Mouldy."))
    assert "Take off sale: 2 done." in shown
    assert shown.count("1 more were refused; see Actions over many rows.") == 1
    assert sum("Somebody drinks it." in line for line in shown) == 5
    page = clerk.get(f"{RUNS}{Run.objects.get().id}/change/").content.decode()
    assert page.count("Somebody drinks it.") == 6
    assert rows[0].name in page


def test_a_row_that_is_gone_and_one_that_breaks_are_told_and_the_others_are_done(settings: Any, refusing: Any) -> None:
    settings.GOTUTO_MAX_ATTEMPTS = 1
    rows = shelf(3)
    run = started(reason="Mouldy.")
    RunRow.objects.filter(key=str(rows[0].id)).update(key=str(new_id()))
    refusing[rows[1].sku] = [RuntimeError("nobody knows")]
    running.run_due()
    assert counted(run) == ("done", 3, 1, 2)
    reasons = list(run.rows.order_by("id").values_list("reason", flat=True))
    assert reasons == [running.GONE, running.BROKE, ""]


def test_what_breaks_once_is_tried_again_later(refusing: Any) -> None:
    rows = shelf(2)
    refusing[rows[0].sku] = [RuntimeError("later")]
    run = started(reason="Mouldy.")
    running.run_due()
    assert counted(run) == ("running", 2, 0, 0)
    assert "later" in run.last_error
    refusing.clear()
    Run.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    running.run_due()
    assert counted(run) == ("done", 2, 2, 0)


def test_a_row_that_takes_its_worker_along_each_time_is_left_out(settings: Any) -> None:
    shelf(2)
    run = started(reason="Mouldy.")
    Run.objects.update(attempts=settings.GOTUTO_MAX_ATTEMPTS)
    running.run_due()
    assert counted(run) == ("done", 2, 1, 1)
    assert run.rows.get(outcome="refused").reason == running.DIED


def test_whoever_lost_the_run_to_somebody_else_does_nothing(refusing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(2)
    run = started(reason="Mouldy.")
    follow = running.run_due

    def stolen(*, actor: Any, **given: Any) -> None:
        execute("UPDATE gotuto_actions_run SET fencing_token = fencing_token + 1")

    monkeypatch.setattr("gotuto.actions.history.record", lambda row, **told: stolen(**told))
    follow()
    assert counted(run) == ("running", 2, 0, 0)
    assert for_sale() == 2


def test_a_run_is_stopped_where_it_is(clerk: Client) -> None:
    shelf(2)
    run = started(reason="Mouldy.")
    chief = signed_in(superuser=True)
    assert said(press(chief, f"{RUNS}{run.id}/stop_this/")) == ["Stop: done."]
    assert running.run_due() == 0
    assert counted(run) == ("stopped", 2, 0, 0)
    assert not running.stop(run.id)
    assert press(clerk, f"{RUNS}{run.id}/stop_this/").status_code == 403


def test_rows_are_written_down_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "BATCH", 2)
    shelf(5)
    run = started(reason="Mouldy.")
    assert run.total == run.rows.count() == run.left == 5
    assert str(run) == "Take off sale: 0 of 5"
    assert str(run.rows.first()) == run.rows.first().key


def test_runs_that_ended_long_ago_are_deleted_with_their_rows(settings: Any) -> None:
    shelf(3)
    old, young = started(reason="Mouldy."), started(reason="Mouldy.")
    now = timezone.now()
    old.state, old.finished_at = "done", now - timedelta(days=settings.GOTUTO_KEEP_DAYS + 1)
    old.save()
    assert [retention.delete_old_runs(now, 2) for _ in range(4)] == [2, 1, 1, 0]
    assert list(Run.objects.values_list("id", flat=True)) == [young.id]
    assert RunRow.objects.count() == 3


def test_a_page_of_another_release_is_shown_without_names() -> None:
    shelf(1)
    run = started(reason="Mouldy.")
    Run.objects.update(model="kitchen.pot", refused=201)
    RunRow.objects.update(outcome="refused", reason="Too hot.")
    page = signed_in(superuser=True).get(f"{RUNS}{run.id}/change/").content.decode()
    assert "Too hot." in page
    assert "and 1 more" in page


def test_whoever_started_an_action_sees_it_and_their_colleagues_do_not(clerk: Client) -> None:
    shelf(1)
    run = started(reason="Mouldy.")
    page = f"{RUNS}{run.id}/change/"
    assert clerk.get(page).status_code == 302
    Run.objects.update(actor=clerk.session["_auth_user_id"], given={"reason": "Mouldy.", "as_it_is": True, "step": ""})
    shown = clerk.get(page).content.decode()
    assert '<a class="go-link" href="/admin/catalog/product/">Products</a>' in shown
    assert "reason: Mouldy.<br>as it is<br>" in shown
    assert "step" not in shown


def test_an_unknown_row_has_no_question_and_a_foreign_page_is_no_way_back(clerk: Client) -> None:
    chief = signed_in(superuser=True)
    assert chief.get(f"{RUNS}{new_id()}/stop_this/").status_code == 302
    shelf(1)
    stop = f"{RUNS}{started(reason='Mouldy.').id}/stop_this/"
    assert 'href="/admin/"' in chief.get(f"{stop}?next=/admin/").content.decode()
    assert "evil" not in chief.get(f"{stop}?next=https://evil.example/").content.decode()


def test_a_run_is_done_in_the_name_of_whoever_started_it() -> None:
    shelf(1)
    signed_in()
    user = User.objects.get()
    trace.set_actor(user.id)
    started(reason="Mouldy.")
    trace.set_actor(None)
    running.run_due()
    assert LogEntry.objects.get().user_id == user.id


def test_every_run_has_a_page() -> None:
    assert reverse("admin:gotuto_actions_run_changelist") == RUNS


@pytest.mark.django_db
def test_a_question_brings_the_scripts_of_an_input_that_looks_something_up() -> None:
    browser = signed_in(superuser=True)
    client = create_client(name="Ada", email="ada@example.com", now=timezone.now())
    page = browser.get(reverse("admin:billing_client_merge", args=[client.id])).content.decode()
    assert "admin/js/autocomplete.js" in page
    assert "/select2/select2.css" in page or "select2.min.css" in page
