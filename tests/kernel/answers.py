"""What is asked again and again of the API of the tests, and what an answer must look like."""

import json


def problem(answer, status, code):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    document = json.loads(answer.content)
    assert set(document) >= {"type", "title", "status", "detail", "code"}
    assert (document["status"], document["code"], document["type"]) == (status, code, f"/api/problems/{code}")
    return document


def made(api, **headers):
    answer = api.post("/bells/", {"note": "c"}, **headers)
    assert answer.status_code == 201
    return answer.json()
