"""The history of an order is told a page at a time: its length costs nobody anything."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.order.history.queries import get_history, get_raw_events
from contexts.order.orders import event_store
from gotuto.db import execute, fetch_all
from gotuto.paging import InvalidCursor, PageRequest
from tests.clients import staff_api
from tests.order.test_own_words import page_of
from tests.shop import STAFF

# Parts of a cent, as no shop takes them any more, but as a stream may hold.
_PARTS = """
INSERT INTO order_streamrow (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
SELECT gen_random_uuid(), %(order)s, n, 'PaymentReceived', 1,
       jsonb_build_object('payment_id', gen_random_uuid(), 'in_full', false, 'occurred_at', now(),
                          'amount', jsonb_build_object('amount', '0.01', 'currency', 'EUR')), now(), now(), ''
FROM generate_series(5, 5004) AS n
"""


@pytest.fixture
def order(shop):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 1})
    execute(_PARTS, {"order": placed.id})
    execute("ANALYZE order_streamrow")
    return placed


def test_a_page_costs_the_same_wherever_it_lies(order):
    first = get_history(order_id=order.id, viewer=STAFF)
    assert [entry.version for entry in first.items] == list(range(1, 101))
    far = get_history(order_id=order.id, viewer=STAFF, page=PageRequest(size=100, ordering="-version"))
    assert far.items[0].version == 5_004
    with CaptureQueriesContext(connection) as asked:
        get_raw_events(order_id=order.id, page=PageRequest(size=20, cursor=get_raw_events(order_id=order.id).next))
    for statement in asked.captured_queries:
        (plan,) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement['sql']}")[0][0]
        assert touched(plan["Plan"]) <= 102, statement["sql"]


def touched(node):
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if "Relation Name" in node else 0
    return own + sum(touched(part) for part in node.get("Plans", ()))


def test_buyers_and_staff_turn_its_pages(order):
    staff, path = staff_api("support"), f"orders/{order.id}/events/?page_size=50"
    for raw in ("", "&raw=1"):
        first = staff.get(path + raw).json()
        assert [entry["version"] for entry in first["results"]] == list(range(1, 51))
        assert staff.get(first["next"].partition("testserver")[2]).json()["results"][0]["version"] == 51
    assert staff.get(f"{path}&cursor=nonsense").status_code == 400
    assert staff.get(f"{path}&page_size=101").status_code == 400


def test_the_cursor_of_one_history_is_not_that_of_another(order, shop):
    cursor = get_history(order_id=order.id, viewer=STAFF).next
    with pytest.raises(InvalidCursor):
        get_history(order_id=shop.order({"TEA": 1}).id, viewer=STAFF, page=PageRequest(cursor=cursor))


def test_the_back_office_shows_the_latest_of_it(order):
    shown = page_of(order)
    assert "The latest 100; all of them stand under Streams of orders." in shown
    assert shown.count("came in; the order is paid in part") == 100


def test_the_command_tells_all_of_it(order, capsys):
    call_command("order", "show", order.number)
    assert capsys.readouterr().out.count("came in; the order is paid in part") == 5_000


def test_an_order_of_many_events_is_still_changed(order):
    known, version = event_store.load(order.id)
    assert (version, len(known.payments)) == (5_004, 5_000)
