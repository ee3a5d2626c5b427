"""The picture of an order's trace for the documentation: `python -m tests.tracing.picture docs/images/trace.svg`.

Starts an instance of its own, places three orders, and draws the spans of the last one, when everything is warm.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.journeys.street import Street
from tests.tracing.order import SPAN, place, spans_until_the_mail, traced_instance
from tests.tracing.receiver import Receiver, Seen

_ROW, _LEFT, _WIDTH = 18, 430, 620
_COLOURS = {"gotuto-web": "#7c3aed", "gotuto-worker": "#d97706"}


def main(target: Path) -> None:
    with Receiver() as receiver, tempfile.TemporaryDirectory() as folder:
        with traced_instance(receiver.url, Path(folder)) as instance, Street(instance) as street:
            for number in range(1, 4):
                place(street, trace=f"{number:032x}")
                spans = spans_until_the_mail(receiver, trace=f"{number:032x}")
        target.write_text(drawn(spans))


def drawn(spans: list[Seen]) -> str:
    """A waterfall: a row a span, its children below it, as long as it took."""
    first, last = min(span.began for span in spans), max(span.ended for span in spans)
    scale = _WIDTH / (last - first)
    rows = [_row(place, depth, span, first, scale) for place, (depth, span) in enumerate(_in_order(spans))]
    height = _ROW * (len(rows) + 2)
    head = f'<text x="{_LEFT}" y="14" fill="#555">0</text><text x="{_LEFT + _WIDTH - 60}" y="14" fill="#555">' \
           f"{(last - first) / 1e6:.1f} ms</text>"  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 10} {height}" font-size="11"'
        f' font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>{head}{"".join(rows)}</svg>\n'
    )


def _in_order(spans: list[Seen]) -> Iterator[tuple[int, Seen]]:
    below = defaultdict(list)
    for span in sorted(spans, key=lambda span: span.began):
        below[span.parent].append(span)

    def walk(parent: str, depth: int) -> Iterator[tuple[int, Seen]]:
        for span in below[parent]:
            yield depth, span
            yield from walk(span.span_id, depth + 1)

    return walk(SPAN, 0)


def _row(place: int, depth: int, span: Seen, first: int, scale: float) -> str:
    y, x = _ROW * (place + 1) + 4, _LEFT + (span.began - first) * scale
    width, colour = max((span.ended - span.began) * scale, 1), _COLOURS[span.service]
    opacity = 0.45 if "db.query.text" in span.facts else 1
    name = span.name if len(span.name) < 62 else f"{span.name[:60]}…"
    return (
        f'<text x="{6 + depth * 9}" y="{y + 10}" fill="#222">{escape(name)}</text>'
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="12" fill="{colour}" opacity="{opacity}"/>'
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
