"""A queue of work is vacuumed by how much was done, however large its table has grown."""

import pytest

from gotuto import vacuuming
from gotuto.db import execute, fetch_one

pytestmark = pytest.mark.django_db


def options(table: str) -> set[str]:
    row = fetch_one("SELECT coalesce(reloptions, '{}') FROM pg_class WHERE oid = to_regclass(%s)", [table])
    return set(row[0]) if row else set()


@pytest.mark.parametrize("table", vacuuming.queues())
def test_every_queue_has_the_options_once_it_is_there(table: str) -> None:
    vacuuming.after_migrate()
    assert {f"{name}={value}" for name, value in vacuuming.OPTIONS.items()} <= options(table)


def test_the_queues_are_those_of_events_sagas_and_mails_among_others() -> None:
    assert {"gotuto_outbox_delivery", "gotuto_sagas_sagarun", "notification_notification"} <= set(vacuuming.queues())


def test_what_an_operator_has_set_stays() -> None:
    execute("ALTER TABLE gotuto_outbox_delivery RESET (vacuum_index_cleanup)")
    execute("ALTER TABLE gotuto_outbox_delivery SET (autovacuum_vacuum_threshold = 5)")

    vacuuming.after_migrate()

    assert {"autovacuum_vacuum_threshold=5", "vacuum_index_cleanup=on"} <= options("gotuto_outbox_delivery")


def test_a_queue_whose_table_is_not_there_yet_waits_for_its_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vacuuming, "queues", lambda: ["a_table_to_come"])
    vacuuming.after_migrate()
    assert options("a_table_to_come") == set()
