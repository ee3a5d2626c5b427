"""A shop behind Sentinels sells on while the master of its Valkey dies."""

from tests.journeys import instance
from tests.stores import servers
from tests.stores.failover import fail_over


def test_an_order_that_comes_while_the_master_dies_is_confirmed_and_later_ones_at_once(tmp_path):
    with servers.group(tmp_path) as group:
        # A poll would come too late to be taken for a wake-up.
        patient = {"GOTUTO_POLL_SECONDS": "3", "GOTUTO_SILENT_SECONDS": "10"}
        shop = instance.start(tmp_path / "shop", tmp_path / "guard", REDIS_URL=group.url, **patient)
        try:
            told = fail_over(shop, group)
        finally:
            shop.stop()
    # Half a second until the master is missed, a vote, and connections that find the new one.
    assert max(told.meanwhile, told.again) < 20
