"""Nothing that was asked is lost when the processes of the web server are stopped or killed, whichever worker speaks HTTP."""

import http.client
import os
import re
import signal
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.reliability.waker import state_of
from tests.runtime.processes import wait_for_end, wait_until
from tests.runtime.web_server import NAMES, Server


@pytest.fixture(params=NAMES)
def server(request, tmp_path):
    server = Server(tmp_path, request.param)
    try:
        server.wait_until_it_listens()
        yield server
    finally:
        server.stop()


@pytest.fixture
def held(server):
    """A request that the application has begun; call it to let the application go on, and for the answer."""
    answers = []
    buyer = threading.Thread(target=lambda: answers.append(server.ask("/held")))
    buyer.start()
    until = server.held.open("w")  # opens when the application waits

    def let_go():
        until.write("at last")
        until.close()
        buyer.join(20)
        return [(answer.status, text) for answer, text in answers]

    return let_go


def test_what_was_asked_before_the_stop_is_answered_after_it(server, held):
    server.process.terminate()
    wait_until(lambda: not server.is_listening())
    assert held() == [(200, "at last")]
    assert server.process.wait(20) == 0


def test_a_process_whose_threads_all_wait_still_says_that_it_lives(tmp_path):
    server = Server(tmp_path, "uvicorn", processes=1, threads=2)
    try:
        server.wait_until_it_listens()
        buyers = [threading.Thread(target=server.ask, args=("/held",)) for _ in range(2)]
        for buyer in buyers:
            buyer.start()
        wait_until(lambda: server.seen().count("GET /held") == 2)
        assert server.told("/health/live")["path"] == "/health/live"
        server.held.open("w").close()
        for buyer in buyers:
            buyer.join(20)
    finally:
        server.stop()


def test_who_is_told_to_stop_again_and_again_still_answers(server, held):
    for pid in server.workers():
        for _ in range(3):
            os.kill(pid, signal.SIGTERM)
    assert held() == [(200, "at last")]


def test_a_worker_whose_parent_was_killed_answers_and_ends(server, held):
    workers = server.workers()
    server.process.kill()
    server.process.wait(20)
    wait_until(lambda: not server.is_listening())
    assert held() == [(200, "at last")]
    for pid in workers:
        wait_for_end(pid)


def test_what_comes_while_killed_workers_are_replaced_waits(server):
    killed = server.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    for pid in killed:
        wait_for_end(pid)
    assert server.ask("/")[0].status == 200
    wait_until(lambda: len(set(server.workers()) - set(killed)) == 2)
    assert server.ask("/")[0].status == 200


def test_who_waits_for_news_is_let_go_when_the_process_is_told_to_stop(server):
    answers = []
    buyer = threading.Thread(target=lambda: answers.append(server.ask("/news")))
    buyer.start()
    server.held.open().close()  # opens when the application waits
    server.process.terminate()
    buyer.join(20)
    assert [(answer.status, text) for answer, text in answers] == [(200, "no news")]


@pytest.mark.parametrize("worker", NAMES)
def test_who_is_connected_when_the_process_stops_may_ask_once_more(worker, tmp_path):
    # One process: of two, the other may listen for longer than this one waits for whoever is connected.
    server = Server(tmp_path, worker, processes=1)
    try:
        server.wait_until_it_listens()
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
            assert answer_on(connection).status == 200
            server.process.terminate()
            wait_until(lambda: not server.is_listening())
            answer = answer_on(connection)
        assert (answer.status, answer.headers["Connection"]) == (200, "close")
    finally:
        server.stop()


@pytest.mark.parametrize("worker", NAMES)
def test_who_leaves_says_so_and_takes_requests_until_a_proxy_has_noticed(worker, tmp_path):
    server = Server(tmp_path, worker, GOTUTO_WEB_DRAIN_SECONDS="1.5")
    try:
        server.wait_until_it_listens()
        assert not server.told()["leaving"]
        told = time.monotonic()
        server.process.terminate()
        wait_until(lambda: server.told()["leaving"])
        assert server.ask("/")[0].headers["Connection"] == "close"
        wait_until(lambda: not server.is_listening())
        assert time.monotonic() - told >= 1.5
        assert server.process.wait(20) == 0
    finally:
        server.stop()


def test_a_process_whose_threads_all_wait_says_at_once_that_it_leaves(tmp_path):
    server = Server(tmp_path, "uvicorn", processes=1, threads=1, GOTUTO_WEB_DRAIN_SECONDS="6")
    buyer = threading.Thread(target=server.ask, args=("/held",))
    try:
        server.wait_until_it_listens()
        buyer.start()
        with server.held.open("w"):
            server.process.terminate()
            wait_until(lambda: server.told("/health/live")["leaving"])
            assert server.told("/health/ready")["leaving"]
        buyer.join(20)
    finally:
        server.stop()


@pytest.mark.parametrize("worker", NAMES)
def test_who_has_connected_when_the_last_process_stops_listening_is_answered(worker, tmp_path):
    server, callers = Server(tmp_path, worker, processes=1), ExitStack()
    try:
        server.wait_until_it_listens()
        assert server.ask("/")[0].status == 200
        [pid] = server.workers()
        os.kill(pid, signal.SIGSTOP)
        wait_until(lambda: state_of(pid) == "T")
        crowd = [callers.enter_context(server.connect()) for _ in range(20)]
        for connection in crowd:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n")
        server.process.terminate()
        wait_until(lambda: has_yet_to_hear(pid, signal.SIGTERM))
        os.kill(pid, signal.SIGCONT)
        assert [connection.recv(15) for connection in crowd] == [b"HTTP/1.1 200 OK"] * 20
    finally:
        callers.close()
        server.stop()


def has_yet_to_hear(pid, number):
    """Whether a signal waits for a process, which stands still."""
    [waiting] = re.findall(r"^ShdPnd:\s*(\w+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return bool(int(waiting, 16) & 1 << number - 1)


def answer_on(connection):
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read()
    return answer
