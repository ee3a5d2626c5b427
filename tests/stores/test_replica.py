"""Lists and goods are read from a standby, and nobody is told less than they have written."""

from collections.abc import Iterator

import pytest

from tests.journeys.street import Street
from tests.runtime.processes import wait_until
from tests.stores.reading import Shop, find, shop_with_standby, told, write_and_read


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_with_standby(tmp_path_factory.mktemp("replica")) as shop:
        yield shop


@pytest.fixture
def street(shop: Shop) -> Iterator[Street]:
    with Street(shop.instance) as street:
        shop.wait_until_read_by("replica", street)
        yield street


def test_guests_are_told_lists_and_goods_by_the_standby(shop: Shop, street: Street):
    product = find(street, street.sells(pieces=1))
    shop.wait_until_read_by("replica", street)
    with shop.read_by("replica", at_least=10):
        for _ in range(5):
            assert street.call("GET", "products/").status_code == 200
            assert told(street, product) == product["name"]


def test_whoever_writes_reads_what_they_have_written_and_others_a_moment_later(shop: Shop, street: Street):
    sku = street.sells(pieces=1)
    late, wrong = write_and_read(street, sku, writes=20)
    assert not wrong
    # Others were really asked of a standby that was behind; afterwards it knows.
    assert late > 0
    product = find(street, sku)
    wait_until(lambda: told(street, product) == "Souvenir, edition 19", seconds=10)


def test_a_standby_that_has_fallen_behind_serves_nobody_until_it_has_caught_up(shop: Shop, street: Street):
    shop.standby.sql("SELECT pg_wal_replay_pause()")
    try:
        sku = street.sells(pieces=1)
        shop.wait_until_read_by("primary", street)
        with shop.read_by("primary", at_least=5):
            for _ in range(5):
                assert street.call("GET", f"products/?sku={sku}").json()["results"][0]["sku"] == sku
    finally:
        shop.standby.sql("SELECT pg_wal_replay_resume()")
    shop.wait_until_read_by("replica", street)


def test_nobody_notices_that_the_standby_goes_away_and_comes_back(shop: Shop, street: Street):
    shop.standby.stop()
    for _ in range(20):
        assert street.call("GET", "products/").status_code == 200
    shop.standby.start()
    shop.wait_until_read_by("replica", street)


def test_a_buyer_buys_as_ever(shop: Shop, street: Street):
    order = street.guest_orders({street.sells(pieces=3): 2})
    assert order["status"] == "confirmed"
    assert shop.instance.sql("SELECT count(*) FROM invariants_violations") == [(0,)]
