"""Rate limits: counted per principal, whom the trusted proxies name."""

import pytest
from structlog.testing import capture_logs

from gotuto.http import limits
from gotuto.http.models import RateWindow
from tests.kernel.answers import problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]


def test_a_limit_counts_per_principal_and_says_when_to_come_back(api, customer_api, settings):
    settings.GOTUTO_RATES = {"order": "2/min"}
    statuses = [api.get("/failures/none/").status_code for _ in range(3)]
    if 429 not in statuses:  # the minute ended in between
        statuses = [api.get("/failures/none/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = api.get("/failures/none/")
    problem(refused, 429, "too_many_requests")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert customer_api().get("/failures/none/").status_code == 200
    assert RateWindow.objects.filter(scope="order").values("principal").distinct().count() == 2


def test_a_limit_that_is_off_counts_nothing(api, settings):
    settings.GOTUTO_RATES = {"order": "off"}
    assert [api.get("/failures/none/").status_code for _ in range(3)] == [200, 200, 200]
    assert not RateWindow.objects.exists()
    assert limits.per_minute("unknown", {}) is None


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [(0, "6.6.6.6", "127.0.0.1"), (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"), (2, "6.6.6.6, 1.2.3.4, 9.9.9.9", "1.2.3.4"),
     (2, "1.2.3.4", "127.0.0.1"), (1, "", "127.0.0.1")],
)  # fmt: skip
def test_the_address_is_what_the_trusted_proxies_saw(settings, rf, hops, forwarded, address):
    settings.GOTUTO_TRUSTED_PROXIES = hops
    assert limits.address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_proxy_that_nobody_has_told_of_is_warned_of_once(rf):
    limits.warn_of_proxy.cache_clear()
    with capture_logs() as said:
        for _ in range(3):
            limits.address(rf.get("/", HTTP_X_FORWARDED_FOR="192.0.2.7"))
    assert [line["event"] for line in said] == ["proxy_not_trusted"]


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("fe80::1%eth0", "fe80::"),
     ("::ffff:192.0.2.7", "192.0.2.7"), ("unix:", "unix:"), ("x" * 100, "x" * 64)],
)  # fmt: skip
def test_a_network_of_ipv6_is_one_caller(rf, address, network):
    assert limits.network(rf.get("/", REMOTE_ADDR=address)) == network


def test_a_limit_that_is_met_is_told_once_a_minute(api, settings):
    settings.GOTUTO_RATES = {"order": "1/min"}
    with capture_logs() as said:
        for _ in range(6):
            api.get("/failures/none/")
    told = [line for line in said if line["event"] == "throttled"]
    # The minute may end in between.
    assert 1 <= len(told) <= 2
    assert told[0]["scope"] == "order"
