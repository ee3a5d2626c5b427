"""A shop that sells tea, and somebody who breaks the steps of its sagas."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from gotuto import testing
from gotuto.sagas import Saga
from tests.order.saboteur import Saboteur
from tests.shop import Shop


@pytest.fixture
def shop(db: None, now: datetime) -> Shop:
    return Shop(now)


@pytest.fixture
def sabotage() -> Iterator[Callable[[Saga[Any]], Saboteur]]:
    """`sabotage(saga)` takes its place until the test ends."""
    with testing.other_sagas():
        yield Saboteur
