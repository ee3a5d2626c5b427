"""Return addresses: a gateway sends buyers back to the shop and nowhere else."""

import pytest

from contexts.billing.attempts.domain.addresses import is_allowed

OURS = ["https://shop.example.com", "http://localhost:3000", "https://[::1]:8443", "http://plain.example.com"]

ALLOWED = [
    "https://shop.example.com",
    "https://shop.example.com/",
    "https://shop.example.com:443/thanks?order=1#top",
    "https://SHOP.example.com/thanks",
    "https://shop.example.com?next=https://evil.example",
    "http://localhost:3000/a/b",
    "http://plain.example.com:80/",
    "https://shop.example.com/".ljust(2_000, "x"),
    "https://[::1]:8443/x",
]
REFUSED = [
    "",
    "/thanks",
    "//shop.example.com/thanks",
    "http://shop.example.com/",
    "https://shop.example.com:8443/",
    "https://shop.example.com.evil.example/",
    "https://evil.example/https://shop.example.com/",
    "https://evil.example/?https://shop.example.com",
    "https://shop.example.com@evil.example/",
    "https://user:pass@shop.example.com/",
    "https://shop.example.com%40evil.example/",
    "https://shop.example.com\\@evil.example/",
    "https:\\\\shop.example.com/",
    "https:/shop.example.com/",
    "https:shop.example.com/",
    " https://shop.example.com/",
    "https://shop.example.com/\n",
    "https://shop.example.com/\tx",
    "https://shop\u3002example.com/",
    "https://shop.example.com\u2044evil.example/",
    "https://shop.example.com:0443x/",
    "https://shop.example.com:99999/",
    "https://[::1/",
    "https:///thanks",
    "javascript:alert(1)//https://shop.example.com/",
    "data:text/html,https://shop.example.com/",
    "ftp://shop.example.com/",
    "http://localhost:30000/",
    "https://sub.shop.example.com/",
    "http://plain.example.com:443/",
    "https://shop.example.com/".ljust(2_001, "x"),
]


@pytest.mark.parametrize("address", ALLOWED)
def test_the_shop_is_the_shop_however_it_is_written(address):
    assert is_allowed(address, OURS)


@pytest.mark.parametrize("address", REFUSED)
def test_nobody_is_sent_elsewhere(address):
    assert not is_allowed(address, OURS)
