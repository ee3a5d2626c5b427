"""gunicorn's processes, Granian's HTTP: nothing that was asked is lost when they are stopped or killed."""

import http.client
import json
import os
import re
import signal
import threading

import pytest

from gotuto.http.problems import problem
from tests.runtime.processes import python, wait_for_end, wait_for_text, wait_until


class Server:
    """A gunicorn with two workers and an application that can be made to wait."""

    def __init__(self, folder):
        self.held = folder / "held"
        os.mkfifo(self.held)
        self.process = python(
            *("-m", "gunicorn", "tests.runtime.held_application", "--bind", "127.0.0.1:0"),
            *("--worker-class", "gotuto.runtime.http_worker.HttpWorker", "--workers", "2", "--threads", "2"),
            *("--graceful-timeout", "8", "--no-control-socket"),
            environ={"HELD": str(self.held)},
        )

    def wait_until_it_listens(self):
        said = wait_for_text(self.process, "Using worker")
        self.port = int(re.search(r"Listening at: http://127.0.0.1:(\d+)", said)[1])
        wait_until(lambda: len(self.workers()) == 2)

    def ask(self, path, *, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def workers(self):
        pid = self.process.pid
        return [int(child) for child in open(f"/proc/{pid}/task/{pid}/children").read().split()]

    def is_listening(self):
        try:
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=20).connect()
        except ConnectionRefusedError:
            return False
        return True

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    try:
        server.wait_until_it_listens()
        yield server
    finally:
        server.stop()


def test_requests_are_answered_whole_and_in_pieces_and_are_not_told_the_environment(server):
    answer, text = server.ask("/?a=%20", method="POST", body="said")
    assert (answer.status, text.split(" ")[1:]) == (200, ["a=%20", "said", "False"])
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert server.ask("/streamed")[1] == "piece 0;piece 1;piece 2;"


def test_an_application_that_raises_is_an_error_and_the_next_request_is_answered(server):
    assert server.ask("/raises")[0].status == 500
    assert server.ask("/")[0].status == 200


@pytest.mark.parametrize("name", ["Cookie", "Idempotency-Key", "Prefer", "X-Cart-Token", "X-Order-Token"])
def test_a_header_that_would_be_lost_is_refused(server, name):
    answer, text = server.ask("/", headers={name: "caf\u00e9".encode()})
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = json.loads(text)
    assert name in said.pop("detail")
    assert said == {name: value for name, value in problem(400, "").items() if name != "detail"}


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
