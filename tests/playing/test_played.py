"""Each failure is named by readiness, metric and doctor, and the page of its alert leads to the cure; nothing is lost."""

from collections.abc import Iterator

import pytest

from tests.playing.failures import FAILURES, Failure
from tests.playing.machine import Machine, running
from tests.playing.play import play
from tests.playing.rules import Samples, holds

pytestmark = pytest.mark.xdist_group("playing")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with running(tmp_path_factory.mktemp("playing"), tmp_path_factory.mktemp("elsewhere")) as machine:
        yield machine


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_a_failure_is_seen_and_its_page_leads_to_the_cure(machine: Machine, failure: Failure) -> None:
    play(failure, machine)


@pytest.mark.parametrize(
    ("expression", "page", "is_so"),
    [
        ("a == 0", "a 0\n", True),
        ("a == 0", "a 1\n", False),
        ("a == 0", "b 0\n", False),
        ("a > ignoring (queue) group_left () b", 'a{queue="x"} 3\na{queue="y"} 1\nb 2\n', True),
        ("a < b", "a 3\nb 2\n", False),
        ('sum by (saga) (a{needs="true"}) > 0', 'a{saga="x",needs="false"} 1\n', False),
        (
            'sum(a{state=~"failed|unknown"}) > 1',
            'a{state="failed"} 1\na{state="unknown"} 1\na{state="queued"} 9\n',
            True,
        ),
    ],
)
def test_a_comparison_is_judged_by_a_scrape(expression: str, page: str, is_so: bool) -> None:
    assert holds(expression, Samples(page)) is is_so
