"""A service that is asked about VAT ids."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.billing.taxes.vies import Vies


@pytest.fixture
def vies(settings: Any, db: None) -> Iterator[Vies]:
    settings.GOTUTO_BACKOFF_SECONDS = 0
    with Vies() as vies:
        settings.GOTUTO_VAT_ID_SERVICE = vies.url
        yield vies
