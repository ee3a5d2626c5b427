"""A shop that sells tea."""

from datetime import datetime

import pytest

from tests.shop import Shop


@pytest.fixture
def shop(db: None, now: datetime) -> Shop:
    return Shop(now)
