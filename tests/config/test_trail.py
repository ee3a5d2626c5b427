"""The path of a request, told from the database: everything that it set off, in the order of time."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gotuto import trace
from tests.shop import Shop


def told(what):
    out = StringIO()
    call_command("trace", what, json=True, stdout=out)
    return json.loads(out.getvalue())["marks"]


def lines(marks):
    return [f"{mark['kind']} {mark['what']} {mark['state']}" for mark in marks]


@pytest.fixture
def shop(db, now):
    return Shop(now)


@pytest.fixture
def placed(shop):
    shop.has("tea")
    with trace.bound("my-request-1"):
        order = shop.order({"TEA": 2})
    shop.settle()
    return shop.look(order)


def test_a_request_is_told_from_the_event_to_the_mail(placed):
    marks = told("my-request-1")
    assert {mark["correlation_id"] for mark in marks} == {"my-request-1"}
    seen = lines(marks)
    assert "event order.order_placed published" in seen
    assert "saga order.placement started" in seen
    steps = [line for line in seen if line.startswith("step")]
    assert steps == [
        f"step order.placement: {step} done"
        for step in ("validate_products", "reserve_stock", "open_invoice", "confirm")
    ]
    assert "saga order.placement done" in seen
    assert any(
        line.startswith("handler order.order_confirmed by notification.") and line.endswith("done") for line in seen
    )
    assert "call to mail done" in seen
    assert [mark["at"] for mark in marks] == sorted(mark["at"] for mark in marks)


def test_an_order_is_told_with_all_of_its_requests_by_number_and_by_id(shop, placed):
    with trace.bound("my-request-2"):
        shop.pay(placed, "1.00")
    shop.settle()
    for what in (placed.number, placed.number.lower(), str(placed.id)):
        marks = told(what)
        requests = list(dict.fromkeys(mark["correlation_id"] for mark in marks))
        assert requests[0] == "my-request-1"


def test_a_person_reads_a_table_a_request(placed, capsys):
    call_command("trace", "my-request-1")
    said = capsys.readouterr().out
    assert said.startswith("Request my-request-1\n")
    assert "order.placement: reserve_stock" in said


def test_what_nobody_asked_for_is_said_to_be_nowhere(db):
    with pytest.raises(CommandError, match="Nothing in the database belongs to nowhere"):
        call_command("trace", "nowhere")
