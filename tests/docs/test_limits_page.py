"""The page about limits shows what somebody gets who asks too often."""

from typing import Any

import pytest

from tests.architecture import tree
from tests.catalog.builders import product
from tests.docs.exchanges import Answer, exchanges

pytestmark = pytest.mark.django_db


def test_whoever_asks_too_often_is_answered_as_the_page_shows(api: Any, settings: Any) -> None:
    # None at all: a minute that ends in between would allow one more.
    settings.GOTUTO_RATES = {**settings.GOTUTO_RATES, "guest_cart": "0/min"}
    sku = product().sku

    def send(method: str, path: str, headers: dict[str, str], body: str) -> Answer:
        answer = getattr(api, method.lower())(path, body)
        return Answer(answer.status_code, answer.headers, answer.content.decode())

    [exchange] = exchanges((tree.ROOT / "docs" / "api" / "limits.md").read_text())
    exchange.play(send, {"sku": sku})
