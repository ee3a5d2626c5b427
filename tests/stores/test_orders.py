"""A shop behind Sentinels sells on while the master of its Valkey dies or freezes."""

import pytest

from tests.journeys import instance
from tests.stores import servers
from tests.stores.failover import fail_over

# A poll would come too late to be taken for a wake-up.
PATIENT = {"GOTUTO_POLL_SECONDS": "3", "GOTUTO_SILENT_SECONDS": "10"}


@pytest.mark.parametrize("what_happens", ["kill", "freeze"])
def test_an_order_that_comes_while_the_master_is_lost_is_confirmed_and_later_ones_at_once(tmp_path, what_happens):
    with servers.group(tmp_path) as group:
        shop = instance.start(tmp_path / "shop", tmp_path / "guard", REDIS_URL=group.url, **PATIENT)
        try:
            told = fail_over(shop, getattr(group.master, what_happens))
        finally:
            shop.stop()
    # Half a second until the master is missed, a vote, and connections that find the new one.
    assert max(told.meanwhile, told.again) < 40, told
