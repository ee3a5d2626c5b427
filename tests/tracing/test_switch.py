"""Traces are off unless a receiver is named; then nothing of OpenTelemetry is loaded, and nothing else is different."""

import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gotuto import trace, tracing
from gotuto.tracing import starting
from gotuto.tracing.recording import SdkRecorder
from gotuto.tracing.sql import summary
from tests.architecture import tree
from tests.shop import Shop

RECEIVER = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
LOADED = """
import sys
import config.wsgi, config.celery, config.urls
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


@pytest.fixture
def kept():
    """The spans that this process records."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.record_by(SdkRecorder(provider))
    yield exporter
    tracing.record_by(None)


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        (RECEIVER, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({**RECEIVER, "OTEL_SDK_DISABLED": "true"}, False),
        ({**RECEIVER, "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_SERVICE_NAME": "shop"}, False),
    ],
)
def test_a_receiver_turns_traces_on_and_the_standard_s_switches_turn_them_off(environ, wanted):
    assert starting.is_wanted(environ) is wanted


def test_a_protocol_that_is_not_spoken_is_refused_at_the_start():
    with pytest.raises(ImproperlyConfigured, match="http/protobuf"):
        starting.start({**RECEIVER, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, role="web")


def test_started_spans_are_recorded():
    starting.start({**RECEIVER, "OTEL_SERVICE_NAME": "shop"}, role="web")
    assert tracing.is_on()
    tracing.record_by(None)
    starting.start({}, role="web")
    assert not tracing.is_on()


def test_nothing_of_it_is_loaded_where_it_is_off():
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": secrets.token_hex(32)}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=tree.ROOT, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_order_asks_the_database_the_same_with_and_without(db, now):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            shop.settle()
            shop.order({"TEA": 1})
            shop.settle()
        return [summary(query["sql"]) for query in captured]

    shop = Shop(now)
    shop.has("tea", pieces=9)
    shop.order({"TEA": 1})
    shop.settle()
    off = statements()
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.record_by(SdkRecorder(provider))
    try:
        on = statements()
    finally:
        tracing.record_by(None)
    assert on == off
    assert len(exporter.get_finished_spans()) > 20


def test_what_is_raised_is_told_by_its_kind_and_not_by_its_words(kept):
    with pytest.raises(ValueError, match="Ada"), tracing.span("work"):
        raise ValueError("Ada lives at home")
    [span] = kept.get_finished_spans()
    assert (span.status.status_code.name, span.attributes["error.type"]) == ("ERROR", "ValueError")
    assert not span.events
    assert "Ada" not in span.to_json()


def test_what_is_not_sampled_is_carried_on_as_not_sampled(kept):
    place = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"
    with trace.standing_at(place), tracing.span("work"):
        assert trace.traceparent().endswith("-00")
        assert trace.traceparent()[3:35] == place[3:35]
    assert kept.get_finished_spans() == ()


def test_a_use_case_is_a_span_that_names_its_context(kept, db, now):
    Shop(now).has("tea", pieces=3)
    told = {
        span.name: span.attributes["gotuto.context"]
        for span in kept.get_finished_spans()
        if "gotuto.context" in span.attributes
    }
    assert told["catalog.create_product"] == "catalog"
    assert told["inventory.receive_stock"] == "inventory"


@pytest.mark.parametrize(
    "given",
    ["", "garbage", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01",
     "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"],
)  # fmt: skip
def test_a_place_that_is_none_is_not_taken(given):
    assert trace.accepted(given) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('SELECT * FROM "order_order" WHERE id = %s', "SELECT order_order"),
        ("WITH a AS (SELECT 1 FROM order_cart) INSERT INTO order_order SELECT * FROM a", "INSERT order_order"),
        ("SELECT id FROM order_cart FOR UPDATE SKIP LOCKED", "SELECT order_cart"),
        ("DELETE FROM order_cart", "DELETE order_cart"),
        ("UPDATE order_cart AS cart SET version = 1", "UPDATE order_cart"),
        ("SET LOCAL statement_timeout = 1", "SET"),
        (" ", "SQL"),
    ],
)
def test_a_statement_is_called_by_what_it_does_to_which_table(text, told):
    assert summary(text) == told
