"""Who is let go when a process has too many connections, or too much waits to be read."""

from dataclasses import dataclass

import pytest

from gotuto.runtime.web.limits import connections_that_fit
from gotuto.runtime.web.sweeper import Sweeper


@dataclass(eq=False)
class Peer:
    claim: tuple[int, float] | None = (1, 0.0)
    unsent: int = 0
    until: float = 100.0
    became: str = "stays"

    def is_over(self, now):
        return now > self.until

    def end(self):
        self.became = "ended"

    def drop(self):
        self.became = "dropped"


@pytest.fixture
def among():
    """A sweeper for so many connections and bytes, with these; it is one second past ten."""

    def sweeper(*peers, most=10, most_unsent=100):
        found = Sweeper(most, most_unsent, lambda: 11.0)
        for peer in peers:
            found.add(peer)
        return found

    return sweeper


def test_whose_time_is_up_is_ended(among):
    late, patient = Peer(until=10), Peer(until=12)
    among(late, patient).sweep()
    assert (late.became, patient.became) == ("ended", "stays")


def test_who_has_left_is_not_ended(among):
    late = Peer(until=10)
    sweeper = among(late)
    sweeper.discard(late)
    sweeper.sweep()
    assert late.became == "stays"


def test_beyond_the_last_the_lowest_claim_is_let_go_and_never_who_is_being_answered(among):
    asking, reader, idle = Peer(claim=None), Peer(claim=(4, 1.0)), Peer(claim=(1, 9.0))
    sweeper = among(asking, reader, idle, most=3)
    for expected in (idle, reader):
        sweeper.add(Peer(claim=None))
        assert expected.became == "dropped"
    newcomer = Peer()
    sweeper.add(newcomer)
    assert (asking.became, newcomer.became) == ("stays", "dropped")


def test_who_has_most_to_read_is_let_go_when_too_much_waits(among):
    small, large, middle = Peer(unsent=30), Peer(unsent=80), Peer(unsent=60)
    among(small, large, middle).sweep()
    assert [peer.became for peer in (small, large, middle)] == ["stays", "dropped", "stays"]


def test_a_process_has_no_more_connections_than_it_may_open_files(monkeypatch):
    monkeypatch.setattr("resource.setrlimit", lambda kind, limits: None)
    monkeypatch.setattr("resource.getrlimit", lambda kind: (256, 1_024))
    assert connections_that_fit(5_000) == 824
    assert connections_that_fit(500) == 500
    monkeypatch.setattr("resource.getrlimit", lambda kind: (256, -1))
    assert connections_that_fit(5_000) == 5_000
