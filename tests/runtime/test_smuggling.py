"""No request can be smuggled past the web server: what could be read in two ways is refused, whichever worker speaks HTTP."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.runtime.smuggling import CASES, HOSTILE, SOUND, Case, is_read_rightly, marked, seen_of
from tests.runtime.web_server import NAMES, Server

SECONDS = "0.7"


@pytest.fixture(scope="module", params=NAMES)
def read(request, tmp_path_factory):
    """What each case was answered, and the paths the application was asked for."""
    folder = tmp_path_factory.mktemp("smuggling")
    # A thread for each that gunicorn's own worker may have to wait for.
    server = Server(folder, request.param, processes=1, threads=len(CASES), GOTUTO_WEB_HEAD_SECONDS=SECONDS,
                    GOTUTO_WEB_BODY_SECONDS=SECONDS)  # fmt: skip
    try:
        server.wait_until_it_listens()
        yield dict(zip((case.name for case in CASES), answers(server), strict=True))
    finally:
        server.stop()


def answers(server):
    with ThreadPoolExecutor(len(CASES)) as crowd:
        said = list(crowd.map(lambda numbered: server.say(marked(*numbered), seconds=3), enumerate(CASES)))
    return list(zip(said, seen_of([line.partition(" ")[2] for line in server.seen()]), strict=True))


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.name)
def test_what_is_right_is_understood(read, case):
    said, seen = read[case.name]
    assert tuple(seen) == case.reading, said


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_what_could_be_read_in_two_ways_is_refused_or_read_in_the_right_one(read, case):
    said, seen = read[case.name]
    assert is_read_rightly(case, seen), said
    # Whoever was not answered was told so, or cut off.
    assert seen or not said.startswith(b"HTTP/1.1 2"), said


def test_a_wrong_reading_is_noticed():
    case = Case("a request", b"", ("/first",))
    assert is_read_rightly(case, [])
    assert is_read_rightly(case, ["/first"])
    assert not is_read_rightly(case, ["/smuggled"])
    assert not is_read_rightly(case, ["/first", "/smuggled"])


def test_there_are_enough_kinds():
    assert len({case.name for case in CASES}) == len(CASES) >= 100
