"""A body that is no JSON is refused in one sentence that a person understands."""

import io

import pytest
from rest_framework.exceptions import ParseError

from gotuto.http.parsing import JsonParser

HALF = "half a character"
NUMBER = "a number in it"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'"\\ud800"', HALF),
        (b'{"name": "\\uDC00x"}', HALF),
        ('{"name":"Café"}'.encode("latin-1"), "byte 13 (0xE9) belongs to another encoding"),
        ('{"name":"Café"}'.encode("utf-16"), "byte 1 (0xFF)"),
        (b"", "Expecting value at line 1, column 1."),
        (b'{"a":1,}', "line 1, column 8."),
        (b"{\n'a': 1}", "line 2, column 1."),
        (b'{"a":"\x01"}', "Invalid control character"),
        (b'{"a":NaN}', NUMBER),
        (b'{"a":1e999}', NUMBER),
        (b"9" * 5_000, NUMBER),
    ],
)
def test_what_is_wrong_with_a_body_is_told(body, told):
    with pytest.raises(ParseError) as refused:
        JsonParser().parse(io.BytesIO(body))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b'"\\ud800"', '{"email": "Café"}'.encode("latin-1")])
def test_it_is_a_bad_request_over_http(client, body):
    answer = client.post("/api/v1/customers/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["detail"].startswith("The body ")
