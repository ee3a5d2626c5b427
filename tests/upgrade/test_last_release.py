"""Zero downtime: the last release works on while the tables are migrated, and beside this tree afterwards."""

from pathlib import Path

import psycopg
import pytest

from tests.http_client import Answer
from tests.promise.record import recorded
from tests.runtime.processes import wait_until
from tests.upgrade import release
from tests.upgrade.versions import Servers, Version

pytestmark = pytest.mark.xdist_group("upgrade")

BEFORE, NOW = 0, 1
ORDERS = 5


def test_who_buys_while_the_tables_are_migrated_notices_nothing(while_migrating: list[Answer]) -> None:
    assert {answer.status_code for answer in while_migrating} == {201}
    assert {answer.json()["status"] for answer in while_migrating} == {"confirmed"}


def test_the_last_release_says_that_it_is_ready_on_the_tables_of_this_tree(while_migrating, versions) -> None:
    assert versions[BEFORE].is_ready()


@pytest.fixture(params=[(BEFORE,), (BEFORE, NOW), (NOW,)], ids=["the last release's", "both", "ours"], scope="module")
def workers(request: pytest.FixtureRequest, while_migrating, versions) -> str:
    """The workers that run, as they change from one release to the next."""
    for number, version in enumerate(versions):
        if number not in request.param:
            version.stop("worker")
        elif not version.is_running("worker"):
            version.start("worker")
    return "-".join(map(str, request.param))


@pytest.mark.parametrize("web", [BEFORE, NOW], ids=["the last release's web", "our web"])
def test_an_order_goes_through_both_releases(workers: str, versions: tuple[Version, Version], web: int) -> None:
    answers = [versions[web].orders() for _ in range(ORDERS)]

    assert [answer.status_code for answer in answers] == [201] * ORDERS
    assert {answer.json()["status"] for answer in answers} == {"confirmed"}


@pytest.mark.parametrize(("first", "then"), [(BEFORE, NOW), (NOW, BEFORE)], ids=["upwards", "downwards"])
def test_who_repeats_an_order_at_the_other_release_has_ordered_once(
    workers: str, versions, first: int, then: int
) -> None:
    key, cart = f"repeated-{first}-{workers}", versions[first].cart()

    made, repeated = versions[first].orders(key, cart=cart), versions[then].orders(key, cart=cart)

    assert (made.status_code, repeated.headers["Idempotency-Replayed"]) == (201, "true")
    assert repeated.json()["id"] == made.json()["id"]


@pytest.mark.parametrize("asked", [BEFORE, NOW], ids=["the last release", "this tree"])
def test_nothing_was_lost_doubled_or_unlike_its_stream(while_migrating, versions, servers: Servers, asked: int) -> None:
    assert "0 violations" in versions[asked].manage(["order", "rebuild", "--verify"], ["invariants"])
    with psycopg.connect(servers.database_url) as session:
        dead = session.execute("SELECT count(*) FROM gotuto_outbox_delivery WHERE state = 'dead'").fetchone()
    assert dead == (0,)


def test_an_order_that_the_last_release_would_bill_otherwise_waits_for_this_one(while_migrating, versions) -> None:
    """Comes after the look at the whole: the last release cannot rebuild what it does not read."""
    before, now = versions
    now.stop("worker")
    if not before.is_running("worker"):
        before.start("worker")

    placed = now.orders(wait=3, vat_id="DE136695976")
    assert (placed.status_code, placed.json()["status"]) == (202, "pending")
    assert before.orders().json()["status"] == "confirmed"

    before.stop("worker")
    now.start("worker")
    path, guest = f"/api/v1/orders/{placed.json()['id']}/", {"X-Order-Token": placed.json()["token"]}
    wait_until(lambda: now.http.call("GET", path, None, guest).json()["status"] == "confirmed", seconds=60)
    assert before.http.call("GET", path, None, guest).json()["status"] == "confirmed"


def test_the_release_is_the_last_that_this_clone_knows_by_name() -> None:
    known = [(tag, release.commit_of(tag)) for tag in release.tags()[:1]]
    assert known in ([], [(recorded("release")["tag"], recorded("release")["commit"])])


def test_a_clone_without_the_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        release.ReleaseMissing, match=r"does not have the last release, v.*git fetch --depth 1 origin 0000"
    ):
        release.unpack(tmp_path / "source", commit="0" * 40)
