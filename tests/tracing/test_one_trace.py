"""One order is one trace, over web server, outbox, worker and mail, at a real receiver of OTLP."""

import pytest

from tests.journeys.street import Street
from tests.runtime.processes import wait_until
from tests.tracing.order import EMAIL, SPAN, TRACE, place, spans_until_the_mail, traced_instance
from tests.tracing.receiver import Receiver


@pytest.fixture(scope="module")
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def instance(receiver, tmp_path_factory):
    with traced_instance(receiver.url, tmp_path_factory.mktemp("traced")) as running:
        yield running


@pytest.fixture(scope="module")
def placed(instance):
    with Street(instance) as street:
        yield place(street).json()


@pytest.fixture(scope="module")
def spans(placed, receiver):
    return spans_until_the_mail(receiver)


def path(spans, name):
    """The names from a span up to where the trace came in."""
    known = {span.span_id: span for span in spans}
    span = next(span for span in spans if span.name == name)
    names = [span.name]
    while span.parent != SPAN:
        span = known[span.parent]
        names.append(span.name)
    return names[::-1]


def test_an_order_is_one_trace_over_web_and_worker_with_nothing_missing_between(spans):
    assert {span.service for span in spans} == {"gotuto-web", "gotuto-worker"}
    known = {span.span_id for span in spans} | {SPAN}
    assert [span for span in spans if span.parent not in known] == []


def test_a_step_of_the_saga_stands_below_the_request_that_started_it(spans):
    assert path(spans, "inventory.reserve_stock") == [
        "POST /api/v1/orders/",
        "order.place_order",
        "unit of work",
        "saga order.placement",
        "unit of work",
        "step reserve_stock",
        "inventory.reserve_stock",
    ]


def test_a_mail_stands_below_the_handler_below_the_event_below_the_step(spans):
    way = path(spans, "send to mail")
    assert way[0] == "POST /api/v1/orders/"
    assert [name for name in way if name.startswith(("saga", "publish", "handle"))] == [
        "saga order.placement",
        "publish",
        "handle order.order_confirmed by notification.on_order_confirmed",
    ]


def test_spans_say_whose_they_are_and_statements_are_among_them(spans):
    assert {span.facts["gotuto.correlation_id"] for span in spans} == {"traced-request"}
    request = next(span for span in spans if span.name == "POST /api/v1/orders/")
    assert request.facts["http.response.status_code"] in (201, 202)
    statements = {span.name for span in spans if "db.query.text" in span.facts}
    assert {"INSERT order_streamrow", "INSERT inventory_reservation", "SELECT catalog_product"} <= statements


def test_spans_tell_nothing_personal(spans):
    told = " ".join(str(value) for span in spans for value in span.facts.values())
    assert [word for word in (EMAIL, "Lovelace", "St James", "10115") if word in told] == []


def test_the_lines_of_the_log_name_the_trace(placed, instance, spans):
    for program in ("web", "worker"):
        lines = (instance.data_dir / "log" / f"{program}.log").read_text().splitlines()
        assert [line for line in lines if placed["number"] in line and f"trace_id={TRACE}" in line]


def test_a_request_that_brings_no_trace_begins_one_and_a_refusal_is_no_failure(receiver, instance):
    with Street(instance) as street:
        street.call("GET", "orders/no-such-order/", headers={"X-Request-ID": "nowhere"})
    wait_until(lambda: any(span.facts.get("gotuto.correlation_id") == "nowhere" for span in receiver.spans))
    [span] = [
        each for each in receiver.spans if each.facts.get("gotuto.correlation_id") == "nowhere" and not each.parent
    ]
    assert (span.facts["http.response.status_code"], span.failed) == (404, False)
