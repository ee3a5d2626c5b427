"""Toys for the tests of the kernel."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from gotuto.ids import new_id
from tests.kernel.toys import Listeners


@pytest.fixture
def bell() -> UUID:
    return new_id()


@pytest.fixture
def listeners() -> Iterator[Listeners]:
    toys = Listeners()
    yield toys
    toys.disconnect_all()


@pytest.fixture
def at_once(settings: object) -> None:
    """A failure is repeated without a pause."""
    settings.GOTUTO_BACKOFF_SECONDS = 0  # type: ignore[attr-defined]
