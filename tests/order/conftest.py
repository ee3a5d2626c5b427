"""A shop that sells tea, and somebody who breaks the steps of its sagas."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from gotuto import testing
from gotuto.ids import Sku
from gotuto.sagas import Saga
from tests.billing.sellers.builders import described
from tests.billing.taxes.vies import Vies
from tests.order.saboteur import Saboteur
from tests.shop import Shop


@pytest.fixture
def shop(db: None, now: datetime) -> Shop:
    return Shop(now)


@pytest.fixture
def vies(settings: Any, db: None) -> Iterator[Vies]:
    """A service that is asked about VAT ids."""
    with Vies() as vies:
        settings.GOTUTO_VAT_ID_SERVICE = vies.url
        yield vies


@pytest.fixture
def taxed_tea(shop: Shop) -> Sku:
    """Tea of a seller in Hamburg."""
    described()
    return shop.has("tea")


@pytest.fixture
def sabotage() -> Iterator[Callable[[Saga[Any]], Saboteur]]:
    """`sabotage(saga)` takes its place until the test ends."""
    with testing.other_sagas():
        yield Saboteur
