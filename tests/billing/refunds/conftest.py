"""The sandbox as the gateway by which money came in."""

from collections.abc import Iterator

import pytest

from sandboxes.payments.server import Sandbox
from tests.billing.refunds.refunding import SECRET


@pytest.fixture
def sandbox(settings, db) -> Iterator[Sandbox]:
    with Sandbox(secret=SECRET) as server:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = server.url, SECRET
        settings.GOTUTO_PAYMENT_GATEWAYS = ["manual", "sandbox"]
        yield server
