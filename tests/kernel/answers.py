"""What an answer must look like."""

import json


def problem(answer, status, code):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    document = json.loads(answer.content)
    assert set(document) >= {"type", "title", "status", "detail", "code"}
    assert (document["status"], document["code"], document["type"]) == (status, code, f"/api/problems/{code}")
    return document
