"""The sessions that each role of a process has, by what was set."""

from pathlib import Path

import pytest

from config.databases import PRIMARY, REPLICA, databases, pooled_role

URL, DIRECT, REPLICA_URL = (f"postgres://shop:secret@{host}/gotuto" for host in ("pooler", "db", "replica"))


def made(role: str, pooler: str = "", direct: str = "", replica: str = ""):
    told = {
        "GOTUTO_ROLE": role,
        "DATABASE_URL": URL,
        "DATABASE_POOLER": pooler,
        "DATABASE_DIRECT_URL": direct,
        "DATABASE_REPLICA_URL": replica,
        "GOTUTO_IDLE_TRANSACTION_MS": 20_000,
    }
    return databases(told, data_dir=Path("/nowhere")), pooled_role(told)


def test_without_a_pooler_a_session_brings_its_time_outs_along_and_prepares():
    found, role = made("web")
    options = found[PRIMARY]["OPTIONS"]
    assert "lock_timeout=3s" in options["options"]
    assert options["prepare_threshold"] == 2
    assert (list(found), role) == ([PRIMARY], "")


@pytest.mark.parametrize(("pooler", "threshold"), [("transaction", None), ("transaction-prepared", 2)])
def test_behind_a_pooler_a_session_asks_for_nothing_of_its_own(pooler, threshold):
    found, role = made("worker", pooler=pooler, direct=DIRECT)
    assert "options" not in found[PRIMARY]["OPTIONS"]
    assert found[PRIMARY]["OPTIONS"]["prepare_threshold"] == threshold
    assert (found[PRIMARY]["HOST"], role) == ("pooler", "shop")


def test_a_command_goes_past_the_pooler_and_has_no_replica():
    found, _ = made("command", pooler="transaction", direct=DIRECT, replica=REPLICA_URL)
    assert found[PRIMARY]["HOST"] == "db"
    assert "lock_timeout=3s" in found[PRIMARY]["OPTIONS"]["options"]
    assert REPLICA not in found


def test_who_serves_may_read_from_the_replica():
    found, _ = made("web", replica=REPLICA_URL)
    assert (found[PRIMARY]["HOST"], found[REPLICA]["HOST"]) == ("pooler", "replica")
