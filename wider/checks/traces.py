"""An order's trace as Jaeger shows it: one trace over web and worker, with nothing missing between."""

import tempfile
from pathlib import Path

from tests.journeys.street import Street
from tests.runtime.processes import wait_until
from tests.tracing.order import SPAN, TRACE, place, traced_instance
from wider import jaeger
from wider.check import Check, Failed, Tool

_SERVICES = {"gotuto-web", "gotuto-worker"}


def _run() -> str:
    with jaeger.running() as receiver, tempfile.TemporaryDirectory(prefix="gotuto-traced-") as folder:
        with traced_instance(receiver.url, Path(folder)) as shop, Street(shop) as street:
            place(street)
            # The confirmation, and the invoice as soon as it is drawn.
            wait_until(lambda: [span["operationName"] for span in receiver.trace(TRACE)].count("send to mail") == 2)
        spans = receiver.trace(TRACE)
    known = {span["spanID"] for span in spans} | {SPAN}
    orphans = [span["operationName"] for span in spans if _parent(span) not in known]
    services = {span["service"] for span in spans}
    if orphans or services != _SERVICES:
        raise Failed(f"{len(spans)} spans of {', '.join(sorted(services))}; without their parent: {orphans[:5]}")
    return f"one order is {len(spans)} spans of {' and '.join(sorted(services))} in one trace, each below another"


def _parent(span: dict[str, list[dict[str, str]]]) -> str:
    return next((one["spanID"] for one in span["references"] if one["refType"] == "CHILD_OF"), "")


CHECK = Check("traces", (Tool("go", ("go", "version"), "go.dev, or a `jaeger` on the path"),), _run)
