"""A shop from its backup: the same rows, proven before anybody is let in, and work that goes on."""

import json
import re
import tarfile
from threading import Thread

import pytest
from django.core.management import CommandError
from django.db import connection

from config import invariants, readiness
from config.recovery import restoring
from config.recovery.backing_up import back_up
from gotuto.backup import loading
from gotuto.backup.errors import FilledMeanwhile
from gotuto.db import execute, fetch_all
from gotuto.progress import Steps
from tests.backup.conftest import NOW, run
from tests.backup.databases import inside
from tests.clients import Api
from tests.journeys.street import ADDRESS
from tests.shop import Shop

pytestmark = pytest.mark.usefixtures("unblocked")
QUIET = Steps(silent=True)


@pytest.fixture
def restored(empty, backup):
    assert "proven and let in" in run(empty, "restore", backup, "--verify")
    with inside(empty):
        yield Shop(NOW)


def orders():
    return dict(fetch_all("SELECT status, count(*) FROM order_order GROUP BY 1"))


def test_the_restored_shop_has_the_same_rows(source, empty, backup, restored, tmp_path):
    run(empty, "backup", tmp_path / "again.tar")

    first, again = (manifest(path) for path in (backup, tmp_path / "again.tar"))
    assert first["tables"] == again["tables"]
    assert first["migrations"] == again["migrations"]
    assert sum(table["rows"] for table in first["tables"]) > 50


def test_work_that_was_under_way_goes_on(restored):
    assert orders() == {"confirmed": 1, "pending": 1}

    restored.settle()

    assert orders() == {"confirmed": 2}
    assert fetch_all("SELECT count(*) FROM notification_notification WHERE status = 'done'") == [(2,)]
    assert invariants.find_violations() == []


def test_work_that_has_waited_since_the_backup_is_no_fault(copy, empty, tmp_path):
    with inside(copy):
        execute("UPDATE gotuto_outbox_delivery SET due_at = due_at - interval '1 day'")
        execute("UPDATE gotuto_sagas_sagarun SET due_at = due_at - interval '1 day' WHERE state = 'running'")
        assert {violation.invariant for violation in invariants.find_violations()} == {"nothing_is_stuck"}
    run(copy, "backup", tmp_path / "shop.tar")

    assert "proven and let in" in run(empty, "restore", tmp_path / "shop.tar", "--verify")


def test_numbers_go_on_without_a_gap_and_without_a_double(restored):
    restored.settle()
    order = restored.order({"TEA": 1})
    restored.pay(order)

    numbers = [number for (number,) in fetch_all("SELECT number FROM order_order ORDER BY number")]
    assert len(set(numbers)) == 3
    assert max(numbers) == order.number
    invoices = [number for (number,) in fetch_all("SELECT number FROM billing_invoice ORDER BY number")]
    assert [int(number[-6:]) for number in invoices] == [1, 2, 3]
    assert invariants.find_violations() == []


def test_a_request_that_is_repeated_after_the_restore_finds_its_first_answer(copy, empty, tmp_path):
    guest = Api()
    with inside(copy):
        cart = guest.post("carts/", {"items": [{"sku": "TEA", "quantity": 1}]}).json()
        body = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS}
        headers = {"X_Cart_Token": cart["token"], "Idempotency_Key": "only-once"}
        first = guest.post("orders/", body, **headers)
    run(copy, "backup", tmp_path / "shop.tar")
    run(empty, "restore", tmp_path / "shop.tar")

    with inside(empty):
        again = guest.post("orders/", body, **headers)
        assert sum(orders().values()) == 3

    assert first.status_code == 202, first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["number"] == first.json()["number"]


class Meanwhile(Steps):
    """Does something in another session while a step is under way."""

    def __init__(self, step, act):
        super().__init__(silent=True)
        self._when, self._act = step, act

    def step(self, what, **options):
        if what == self._when:
            other = Thread(target=self._in_another_session)
            other.start()
            other.join()
        return super().step(what, **options)

    def _in_another_session(self):
        self._act()
        connection.close()


def test_what_is_bought_while_a_backup_is_taken_is_not_half_in_it(copy, empty, tmp_path):
    buying = Meanwhile("Dumping", lambda: Shop(NOW).order({"TEA": 3}))
    with inside(copy):
        taken = back_up(tmp_path / "shop.tar", passphrase="", now=NOW, steps=buying)
        assert sum(orders().values()) == 3

    run(empty, "restore", taken.path, "--verify")

    with inside(empty):
        assert sum(orders().values()) == 2


def test_nobody_sees_the_shop_before_it_is_proven(empty, backup):
    seen = []
    looking = Meanwhile(
        "Looking at the invariants", lambda: seen.append((orders_are_there(), readiness.look().missing))
    )
    with inside(empty):
        looked = restoring.look(backup, passphrase="", steps=QUIET)
        restoring.restore(looked, passphrase="", verify=True, accept=False, steps=looking)

        ((were_there, missing),) = seen
        assert not were_there
        assert missing
        assert orders_are_there()
        assert not readiness.pending_migrations()


def orders_are_there():
    return fetch_all("SELECT to_regclass('order_order') IS NOT NULL") == [(True,)]


def test_a_shop_with_a_fault_is_not_let_in(copy, empty, tmp_path, capsys):
    with inside(copy):
        execute("UPDATE inventory_stockitem SET reserved = reserved + 1")
    run(copy, "backup", tmp_path / "shop.tar")

    with pytest.raises(SystemExit, match="1"):
        run(empty, "restore", tmp_path / "shop.tar")
    with inside(empty):
        assert fetch_all("SELECT to_regclass('order_order')::text") == [(None,)]

    told = run(empty, "restore", tmp_path / "shop.tar", "--accept")
    assert "stock_equals_reservations" in told
    assert "let in with" in told
    with inside(empty):
        assert sum(orders().values()) == 2


def test_an_order_that_is_not_what_its_events_say_is_found(copy, empty, tmp_path):
    with inside(copy):
        execute("UPDATE order_order SET total = total + 1 WHERE status = 'confirmed'")
    run(copy, "backup", tmp_path / "shop.tar")

    told = run(empty, "restore", tmp_path / "shop.tar", "--verify", "--accept")

    assert re.search(r"^order \S+ total: stream 23.80.*, row 24.80.*$", told, re.MULTILINE)


def test_whoever_fills_the_database_meanwhile_is_not_written_over(empty, backup):
    filling = Meanwhile("Looking at the invariants", lambda: execute("CREATE TABLE public.notes (id int)"))
    with inside(empty):
        looked = restoring.look(backup, passphrase="", steps=QUIET)
        with pytest.raises(FilledMeanwhile, match="nobody was let in"):
            restoring.restore(looked, passphrase="", verify=False, accept=False, steps=filling)
        assert fetch_all(f"SELECT count(*) FROM {loading.ASIDE}.order_order") == [(2,)]


def test_a_restore_that_was_interrupted_is_simply_begun_again(empty, backup):
    with inside(empty):
        looked = restoring.look(backup, passphrase="", steps=QUIET)
        with pytest.raises(PowerCut):
            restoring.restore(looked, passphrase="", verify=False, accept=False, steps=Cut("Looking at the invariants"))
    assert "proven and let in" in run(empty, "restore", backup, "--verify")


class PowerCut(BaseException):
    """Nothing below gets a word in."""


class Cut(Steps):
    """Ends at a step, as when somebody pulls the plug."""

    def __init__(self, step):
        super().__init__(silent=True)
        self._when = step

    def step(self, what, **options):
        if what == self._when:
            raise PowerCut
        return super().step(what, **options)


def test_a_dry_run_checks_everything_and_writes_nothing(empty, backup):
    assert "can be restored" in run(empty, "restore", backup, "--dry-run")
    told = json.loads(run(empty, "restore", backup, "--dry-run", "--json"))
    assert told["can_restore"]["manifest"]["format"] == 2
    with inside(empty):
        assert fetch_all("SELECT to_regclass('django_migrations')::text") == [(None,)]


def test_a_shop_that_is_not_empty_is_not_written_over(source, backup):
    with pytest.raises(CommandError, match=r"The database is not empty: \d+ tables.* A restore writes over nothing"):
        run(source, "restore", backup)


def manifest(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))
