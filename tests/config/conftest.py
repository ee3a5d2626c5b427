"""Who looks at the pages of the deployable."""

import pytest
from django.test import Client
from django.utils import timezone

from contexts.customer.staff.use_cases import ensure_staff
from tests.clients import PASSWORD


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def staff(db: None) -> None:
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=timezone.now())
