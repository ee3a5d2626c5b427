"""A page that shows something else than the server says is noticed."""

import pytest

from tests.docs.exchanges import Answer, Differs, exchanges

PAGE = """
```http
POST /things/ HTTP/1.1
Key: {key}

{"name": "{name}"}
```

It answers:

```http
HTTP/1.1 201 Created
ETag: "1-…"

SHOWN
```

```http
GET /things/{thing_id}/ HTTP/1.1
```

```http
HTTP/1.1 204 No Content
```
"""
TOLD = '{"id": "7", "name": "tea", "sizes": [1, 2, 3], "at": {"shelf": "a", "row": 4}}'


def played(shown: str, *, status: int = 201, tag: str = '"1-ab"', told: str = TOLD, left: str = "") -> dict[str, str]:
    values = {"key": "k", "name": "tea"}
    answers = [Answer(status, {"ETag": tag}, told), Answer(204, {}, left)]
    sent = []
    for exchange in exchanges(PAGE.replace("SHOWN", shown)):

        def send(*request: object) -> Answer:
            sent.append(request)
            return answers[len(sent) - 1]

        exchange.play(send, values)
    assert sent == [("POST", "/things/", {"Key": "k"}, '{"name": "tea"}'), ("GET", "/things/7/", {}, "")]
    return values


@pytest.mark.parametrize(
    "shown",
    [
        '{"id": "{thing_id}", …}',
        '{"id": "{thing_id}", "name": "t…", "sizes": …, "at": {"row": 4, …}}',
        '{"id": "{thing_id}", "name": "{name}", "sizes": [1, …], "at": {"shelf": "…", "row": 4}}',
        '{"id": "{thing_id}", "sizes": [1, 2, 3], …}',
    ],
)
def test_what_a_page_leaves_out_may_be_anything(shown: str) -> None:
    assert played(shown)["thing_id"] == "7"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ('{"id": "{thing_id}"}', "the page"),
        ('{"id": "{thing_id}", "name": "coffee", …}', "name: is 'tea'"),
        ('{"id": "{thing_id}", "name": "t…x", …}', "name: is 'tea'"),
        ('{"id": "{name}", …}', "id: is '7'"),
        ('{"id": "{thing_id}", "sizes": [1, 2], …}', "has 3 items"),
        ('{"id": "{thing_id}", "sizes": [1, 2, 4], …}', "sizes, 2: is 3"),
        ('{"id": "{thing_id}", "sizes": [1, 2, 3, 4, …], …}', "has 3 items"),
        ('{"id": "{thing_id}", "weight": 3, …}', "weight: is 'nothing'"),
        ('{"id": "{thing_id}", "at": {"row": 5, …}, …}', "at, row: is 4"),
    ],
)
def test_what_a_page_says_wrongly_is_noticed(shown: str, words: str) -> None:
    with pytest.raises(Differs, match=words):
        played(shown)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"status": 200}, "answers 200, not 201"),
        ({"tag": '"2-ab"'}, "header ETag"),
        ({"left": "{}"}, "has a body"),
    ],
)
def test_another_status_header_or_body_is_noticed(other: dict[str, object], words: str) -> None:
    with pytest.raises(Differs, match=words):
        played('{"id": "{thing_id}", …}', **other)  # type: ignore[arg-type]


def test_a_request_without_an_answer_is_noticed() -> None:
    with pytest.raises(Differs, match="alternate"):
        exchanges("```http\nGET / HTTP/1.1\n```\n```http\nGET / HTTP/1.1\n```\n")
