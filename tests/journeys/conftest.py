"""One instance for all journeys."""

from collections.abc import Iterator

import pytest

from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    directory = tmp_path_factory.mktemp("journeys")
    guard_file = directory / "guard"
    running = instances.start(directory / "shop", guard_file)
    yield running
    running.stop()
    # No process of the instance has touched the tables of another context.
    assert not guard_file.exists() or guard_file.read_text() == ""


@pytest.fixture
def street(instance: Instance) -> Iterator[Street]:
    with Street(instance) as people:
        yield people
