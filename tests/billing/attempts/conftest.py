"""A shop with one confirmed order, and the sandbox as its gateway."""

from collections.abc import Iterator

import pytest

from sandboxes.payments.server import Sandbox
from tests.billing.attempts.paying import SECRET, Buying


@pytest.fixture
def sandbox(settings) -> Iterator[Sandbox]:
    with Sandbox(secret=SECRET) as server:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = server.url, SECRET
        settings.GOTUTO_PAYMENT_GATEWAYS = ["manual", "sandbox"]
        settings.GOTUTO_PUBLIC_URL = "https://shop.example.com"
        yield server


@pytest.fixture
def buying(db, sandbox, now) -> Buying:
    return Buying(sandbox, now)
