"""What a request must be, and what the application and the client are told, whichever worker speaks HTTP."""

import json
import socket

import pytest

from gotuto.http.problems import problem
from gotuto.runtime.web.refusals import Refused
from tests.runtime.held_application import LONG
from tests.runtime.processes import wait_until
from tests.runtime.web_server import NAMES, Server, everything

BODY_BYTES, UPLOAD_BYTES = 1_000, 200_000
FORM = {"Content-Type": "multipart/form-data; boundary=x"}
KNOWN = {**FORM, "Authorization": "Bearer a"}


SIZES = {"GOTUTO_WEB_BODY_BYTES": str(BODY_BYTES), "GOTUTO_WEB_UPLOAD_BYTES": str(UPLOAD_BYTES)}


@pytest.fixture(scope="module", params=NAMES)
def server(request, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("web"), request.param, threads=4, **SIZES)
    try:
        server.wait_until_it_listens()
        yield server
    finally:
        server.stop()


def refusal_of(text):
    """The problem document of a raw answer."""
    head, _, body = text.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower(), text
    return json.loads(body)


def request(*lines, body=b""):
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def test_a_request_is_told_whole_and_without_the_environment_of_the_process(server):
    told = server.told("/caf%C3%A9?a=%20", method="POST", body="said", headers={"X-Wish": "tea"})
    assert (told["method"], told["path"], told["query"], told["body"]) == ("POST", "/caf\u00c3\u00a9", "a=%20", "said")
    assert (told["headers"]["HTTP_X_WISH"], told["headers"]["CONTENT_LENGTH"]) == ("tea", "4")
    assert told["environment"] is False


def test_a_file_of_whoever_shows_who_they_are_may_be_longer(server):
    file = "f" * UPLOAD_BYTES
    assert server.told(method="POST", body=file, headers=KNOWN)["body"] == file
    pieces = (piece for piece in [b"f" * 60_000] * 3)
    assert len(server.told(method="POST", body=pieces, headers={**FORM, "Cookie": "a=1"})["body"]) == 180_000
    for headers, length in (
        (KNOWN, UPLOAD_BYTES + 1),
        (FORM, BODY_BYTES + 1),
        ({"Authorization": "a"}, BODY_BYTES + 1),
    ):
        answer, text = server.ask(method="POST", body="f" * length, headers=headers)
        assert (answer.status, json.loads(text)["code"]) == (413, "too_large"), headers


def test_answers_come_whole_and_in_pieces_and_do_not_tell_the_software(server):
    answer, _ = server.ask()
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert answer.headers.get("Server", "web") == "web"
    assert server.ask("/streamed")[1] == "piece 0;piece 1;piece 2;"
    assert len(server.ask("/long")[1]) == len(server.ask("/measured")[1]) == LONG
    assert server.ask("/long", method="HEAD")[1] == ""


def test_a_stream_is_closed_also_when_its_reader_leaves(server):
    before = server.seen().count("closed")
    with server.connect(receive_buffer=4_096) as reader:
        reader.sendall(b"GET /measured HTTP/1.1\r\nHost: shop\r\n\r\n")
        reader.recv(1_000)
    wait_until(lambda: server.seen().count("closed") > before)


def test_an_answer_that_breaks_off_does_not_look_whole(server):
    said = server.say(request("GET /broken HTTP/1.1", "Host: shop"))
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert not said.endswith(b"0\r\n\r\n")
    assert server.ask()[0].status == 200


def test_an_application_that_raises_is_an_error_and_the_next_request_is_answered(server):
    assert server.ask("/raises")[0].status == 500
    assert server.ask()[0].status == 200


def test_several_requests_of_one_connection_are_answered_in_order(server):
    three = b"".join(request(f"GET /{number} HTTP/1.1", "Host: shop") for number in range(3))
    said = server.say(three)
    assert [said.count(b'"path": "/%d"' % number) for number in range(3)] == [1, 1, 1]
    assert said.index(b'"/0"') < said.index(b'"/1"') < said.index(b'"/2"')


def test_who_ends_sending_still_gets_the_answer(server):
    with server.connect() as connection:
        connection.sendall(request("GET /streamed HTTP/1.1", "Host: shop"))
        connection.shutdown(socket.SHUT_WR)
        assert b"piece 2;" in everything(connection)


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "Idempotency-Key", "If-Match", "Prefer", "X-Cart-Token",
                                  "X-Order-Token", "X-Forwarded-For"])  # fmt: skip
@pytest.mark.parametrize("value", ["caf\u00e9", ""])
def test_a_header_that_would_be_lost_is_refused(server, name, value):
    answer, text = server.ask(headers={name: value.encode()})
    assert answer.status == 400
    assert name in json.loads(text)["detail"]


def test_names_with_underscores_do_not_reach_the_application(server):
    told = server.told(headers={"X-Forwarded-For": "10.0.0.1", "X_Forwarded_For": "10.0.0.2", "SCRIPT_NAME": "/admin"})
    assert told["headers"]["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"
    assert not {"HTTP_SCRIPT_NAME", "SCRIPT_NAME"} & set(told["headers"])
    assert told["path"] == "/"


@pytest.mark.parametrize("hosts", [[], [""], ["shop", "shop"], ["shop", "other"], ["shop, other"], ["a b"], ["shop/x"],
                                   ["me@shop"]])  # fmt: skip
def test_a_request_needs_one_host(server, hosts):
    said = server.say(request("GET / HTTP/1.1", *(f"Host: {host}" for host in hosts)))
    assert said.startswith(b"HTTP/1.1 400 ")


def test_the_older_version_needs_no_host(server):
    assert server.say(request("GET / HTTP/1.0")).startswith((b"HTTP/1.1 200 OK", b"HTTP/1.0 200 OK"))


def test_an_absolute_address_names_the_same_host(server):
    assert b'"path": "/tea"' in server.say(request("GET http://shop/tea HTTP/1.1", "Host: shop"))
    said = server.say(request("GET http://other/tea HTTP/1.1", "Host: shop"))
    assert refusal_of(said)["status"] == 400


def test_a_body_in_chunks_is_told_whole_and_its_trailers_are_no_headers(server):
    head = request("POST / HTTP/1.1", "Host: shop", "Transfer-Encoding: chunked", "Connection: close")
    said = server.say(head + b"2\r\nso\r\n2\r\nme\r\n0\r\nX-Cart-Token: other\r\n\r\n")
    told = json.loads(said.partition(b"\r\n\r\n")[2])
    assert (told["body"], told["headers"]["CONTENT_LENGTH"]) == ("some", "4")
    assert not {"HTTP_TRANSFER_ENCODING", "HTTP_X_CART_TOKEN"} & set(told["headers"])


def test_the_largest_body_is_taken(server):
    assert len(server.told(method="POST", body="x" * BODY_BYTES)["body"]) == BODY_BYTES


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(server):
    before = server.seen()
    head = request("POST / HTTP/1.1", "Host: shop", f"Content-Length: {BODY_BYTES + 1}", "Connection: close")
    with server.connect() as connection:
        connection.sendall(head)
        said = everything(connection)
    assert refusal_of(said) == {
        **problem(413, ""),
        "detail": f"A body has at most {BODY_BYTES} bytes. Nothing was done.",
    }
    assert server.seen() == before


def test_a_body_in_chunks_that_grows_too_large_is_refused(server):
    before = server.seen()
    chunks = b"80\r\n" + b"x" * 128 + b"\r\n"
    head = request("POST / HTTP/1.1", "Host: shop", "Transfer-Encoding: chunked", "Connection: close")
    with server.connect() as connection:
        connection.sendall(head + chunks * 10 + b"0\r\n\r\n")
        said = everything(connection)
    assert refusal_of(said)["status"] == 413
    assert server.seen() == before


def test_a_client_that_asks_first_is_told_to_go_on_or_not(server):
    asking = ("POST / HTTP/1.1", "Host: shop", "Expect: 100-continue", "Connection: close")
    with server.connect() as connection:
        connection.sendall(request(*asking, "Content-Length: 4"))
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"said")
        assert b'"body": "said"' in everything(connection)
    with server.connect() as connection:
        connection.sendall(request(*asking, f"Content-Length: {BODY_BYTES + 1}"))
        assert b"HTTP/1.1 413 " in everything(connection)


@pytest.mark.parametrize("status", [400, 408, 413, 431, 505])
def test_a_refusal_at_the_door_has_the_words_of_all_others(status):
    assert json.loads(Refused(status, "why").body) == problem(status, "why")
