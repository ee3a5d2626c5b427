"""An order whose trace is asked for, on an instance of its own that sends its spans to a receiver."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.http_client import Answer
from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.runtime.processes import wait_until
from tests.tracing.receiver import Receiver, Seen

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
EMAIL = "traced-buyer@example.com"


@contextmanager
def traced_instance(receiver: str, directory: Path) -> Iterator[Instance]:
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    running = instances.start(directory / "shop", directory / "guard", **told)
    try:
        yield running
    finally:
        running.stop()


def place(street: Street, trace: str = TRACE) -> Answer:
    """A guest's order, asked for within a trace of the caller's; answered when it is confirmed."""
    sku = street.sells(pieces=5)
    place = {"traceparent": f"00-{trace}-{SPAN}-01", "X_Request_ID": "traced-request"}
    answer = street.order(street.cart({sku: 2}), email=EMAIL, **place)
    street.wait_for(answer.json(), "confirmed")
    return answer


def spans_until_the_mail(receiver: Receiver, trace: str = TRACE) -> list[Seen]:
    """The spans of the order, once both its mails have gone out: the confirmation, and the invoice as soon as it is drawn."""
    wait_until(lambda: _is_whole(receiver.of_trace(trace)))
    return sorted(receiver.of_trace(trace), key=lambda span: span.began)


def _is_whole(spans: list[Seen]) -> bool:
    """Both mails are sent, and what each span stands below has arrived: every process sends its spans in its own time."""
    known = {span.span_id for span in spans} | {SPAN}
    return sum(span.name == "send to mail" for span in spans) == 2 and all(span.parent in known for span in spans)
