"""Toys for the tests of the kernel."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.management import call_command

from gotuto.ids import new_id
from tests.kernel.toys import Listeners
from tests.kernel.workshop import trouble


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


@pytest.fixture
def chair() -> UUID:
    return new_id()


@pytest.fixture(params=[False, True], ids=["in stretches", "commit every step"])
def commits(request: pytest.FixtureRequest, settings: object) -> None:
    """Sagas in both ways to commit, without trouble and without pauses."""
    settings.SAGA_COMMIT_EVERY_STEP = request.param  # type: ignore[attr-defined]
    settings.GOTUTO_BACKOFF_SECONDS = 0  # type: ignore[attr-defined]
    trouble.clear()


@pytest.fixture
def tell(capsys):
    """Run a command; what it printed."""

    def run(*words):
        capsys.readouterr()
        call_command(*(str(word) for word in words))
        return capsys.readouterr().out

    return run
