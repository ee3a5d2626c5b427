"""What is asked of a large assortment can be asked of a small one, and the page tells what was measured."""

import pytest
from django.core.management import call_command
from django.test import Client

from bench.assortment import Exported, page
from bench.finding import questions
from gotuto.db import fetch_all


@pytest.mark.django_db
def test_each_question_is_answered_and_finds_something(client: Client) -> None:
    call_command("seed", products=400, variants=2, attributes=True, verbosity=0)
    products = [str(one) for (one,) in fetch_all("SELECT id FROM catalog_product ORDER BY id")]

    for question in questions(400, products):
        answers = [client.get(path) for path in question.paths[:3]]
        assert [one.status_code for one in answers] == [200] * len(answers), question.name
        told = [one.json() for one in answers]
        assert any(one.get("results") or one.get("suggestions") or one.get("variants") for one in told), question.name


def test_both_shops_are_asked_the_same() -> None:
    few, many = (list(questions(size, ["one", "other"])) for size in (10_000, 1_000_000))

    assert [one.name for one in few] == [one.name for one in many]
    assert [len(one.paths) for one in few] == [len(one.paths) for one in many]


def test_the_page_has_both_sizes_beside_each_other() -> None:
    def took(cpu: float) -> dict[str, float]:
        return {"cpu": cpu, "postgres": cpu / 4}

    waited = {"statements": 1.1, "p95": 3.0}, {"statements": 2.0, "p95": 12.4}
    found = {
        "list": ([(took(2), took(2)), (took(2), took(3)), (took(4), took(5))], waited),
        "search": ([(took(4), took(9))], waited),
    }

    text = page(found, 1_000_000, 700.4, Exported(2_000_000, 61.2, 250, 180, 130), [40.0, 61.0])

    assert "| list | 2.00 (0.50) | 3.00 (0.75) | 1.25 | 1.00-1.50 | 1.00 | 1, 2 | 3, 12 |" in text
    assert "| search | 4.00 (1.00) | 9.00 (2.25) | 2.25 | 2.25-2.25 | 3.00 | 1, 2 | 3, 12 |" in text
    assert "2,000,000 rows and 250 MB: 61 s by a process that had 180 MB at most, 50 MB more" in text
