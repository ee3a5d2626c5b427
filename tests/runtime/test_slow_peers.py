"""Slow and silent peers: none holds a thread, and each is cut off. This holds for `uvicorn`; `gthread` needs a proxy for it."""

import select
import socket
import time
from contextlib import ExitStack

import pytest

from tests.runtime.processes import wait_until
from tests.runtime.web_server import Server, everything

MANY = 40
CONNECTIONS = 60
GET = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\nten bytes."
LONG = b"GET /measured HTTP/1.1\r\nHost: shop\r\n\r\n"


def serve(folder, **settings):
    server = Server(folder, "uvicorn", processes=1, threads=2, **settings)
    server.wait_until_it_listens()
    return server


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    """A server whose deadlines do not pass in a test."""
    server = serve(tmp_path_factory.mktemp("patient"), GOTUTO_WEB_HEAD_SECONDS="60", GOTUTO_WEB_BODY_SECONDS="60",
                   GOTUTO_WEB_ANSWER_SECONDS="60", GOTUTO_WEB_CONNECTIONS=str(CONNECTIONS))  # fmt: skip
    yield server
    server.stop()


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """A server whose deadlines pass soon."""
    server = serve(tmp_path_factory.mktemp("strict"), GOTUTO_WEB_HEAD_SECONDS="0.5", GOTUTO_WEB_BODY_SECONDS="0.7",
                   GOTUTO_WEB_ANSWER_SECONDS="0.5", GOTUTO_WEB_LEAST_RATE="1000000")  # fmt: skip
    yield server
    server.stop()


@pytest.fixture
def peers(patient):
    """Opens so many connections to the patient server, says something on each, and lets them be."""
    with ExitStack() as opened:

        def open_many(text, *, number=MANY, receive_buffer=None):
            found = [opened.enter_context(patient.connect(receive_buffer=receive_buffer)) for _ in range(number)]
            for peer in found:
                peer.sendall(text)
            return found

        yield open_many


@pytest.mark.parametrize(
    "text", [b"", b"GET / HT", POST, POST.replace(b"Content-Length: 100", b"Transfer-Encoding: chunked")]
)
def test_silent_senders_hold_no_thread(patient, peers, text):
    peers(text)
    assert patient.ask()[0].status == 200


def test_readers_who_do_not_read_hold_no_thread(patient, peers):
    peers(LONG, receive_buffer=4_096)
    assert patient.ask("/streamed")[1] == "piece 0;piece 1;piece 2;"
    assert patient.ask()[0].status == 200


def test_a_sender_who_goes_on_is_answered(patient, peers):
    [sender] = peers(POST, number=1)
    sender.sendall(b"x" * 90)
    sender.shutdown(socket.SHUT_WR)
    assert b"ten bytes.xxx" in everything(sender)


@pytest.mark.parametrize(
    ("text", "said"), [(b"", b""), (b"\r\n", b""), (GET[:-2], b"HTTP/1.1 408 "), (POST, b"HTTP/1.1 408 ")]
)
def test_who_says_no_more_is_cut_off(strict, text, said):
    before = strict.seen()
    assert strict.say(text).startswith(said)
    assert strict.seen() == before


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ", POST.removesuffix(b"ten bytes.")])
def test_who_says_a_byte_now_and_then_is_cut_off_too(strict, begun):
    with strict.connect() as sender:
        sender.sendall(begun)
        sender.settimeout(0.1)
        said = b""
        for _ in range(60):
            try:
                said = sender.recv(1_000)
                break
            except TimeoutError:
                sender.sendall(b"x")
    assert said.startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_is_closed_without_a_word(strict):
    said = strict.say(GET)
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert said.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("path", ["/measured", "/long"])
def test_who_does_not_read_is_cut_off(strict, path):
    with strict.connect(receive_buffer=4_096) as reader:
        reader.sendall(LONG.replace(b"/measured", path.encode()))
        wait_until(lambda: is_broken(reader))
        assert len(everything(reader)) < 4_000_000


def is_broken(connection):
    return connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0


def test_a_slow_reader_who_reads_gets_everything(patient):
    with patient.connect(receive_buffer=65_536) as reader:
        reader.sendall(LONG.replace(b"Host", b"Connection: close\r\nHost"))
        assert len(everything(reader)) > 4_000_000


def test_a_head_that_does_not_end_is_refused(patient):
    with patient.connect() as sender:
        sender.sendall(b"GET / HTTP/1.1\r\nHost: shop\r\n" + b"X-Long: %b\r\n" % (b"x" * 8_000) * 12)
        assert everything(sender).startswith(b"HTTP/1.1 431 ")


def test_beyond_the_last_connection_the_longest_idle_is_let_go(patient, peers):
    older = peers(b"", number=CONNECTIONS // 2)
    assert patient.ask()[0].status == 200
    newer = peers(b"", number=CONNECTIONS // 2)
    assert patient.ask()[0].status == 200
    assert len(ended(older)) == 1
    assert ended(newer) == []


def test_a_sender_is_let_go_when_nobody_is_idle_and_before_a_reader(patient, peers):
    readers = peers(LONG, number=CONNECTIONS // 2, receive_buffer=4_096)
    senders = peers(POST, number=CONNECTIONS // 2)
    assert patient.ask()[0].status == 200
    assert len(ended(senders)) == 1
    assert not any(map(is_broken, readers))


def ended(connections):
    """Those that the server has closed."""
    return [one for one in connections if select.select([one], [], [], 0)[0]]


def test_deadlines_are_kept_in_time(strict):
    began = time.monotonic()
    strict.say(POST)
    assert 0.6 < time.monotonic() - began < 10
