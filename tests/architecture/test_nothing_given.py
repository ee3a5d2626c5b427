"""Whoever changes something and gives nothing changes nothing: what a PATCH takes may be left out, each and all of it."""

import pytest
from django.db import transaction

from tests.architecture.access import Line
from tests.architecture.test_access import LINES, address, shop
from tests.architecture.world import World

__all__ = ["shop"]
CHANGES = [line for line in LINES if line.method == "PATCH" and line.statuses["role"] < 300]


@pytest.mark.django_db
@pytest.mark.parametrize("line", CHANGES, ids=str)
def test_nothing_given_changes_nothing(line: Line, shop: World) -> None:
    with transaction.atomic():
        answer = shop.person("role", line.role).patch(address(shop, line), {})
        transaction.set_rollback(True)
    assert answer.status_code in (200, 400, 409, 422), answer.json()
