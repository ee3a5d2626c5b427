"""Figures as Markdown and as a picture."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

COLOURS = {"web": "#2563eb", "worker": "#16a34a", "beat": "#a3a3a3", "postgres": "#7c3aed", "valkey": "#dc2626"}
# Width of the widest bar, height of a bar, and where the bars begin.
_WIDE, _HIGH, _LEFT = 520, 26, 210


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(map(line, lines))


def line(cells: Sequence[object]) -> str:
    """One line of such a table."""
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def chart(bars: Mapping[str, Mapping[str, float]]) -> str:
    """CPU milliseconds of one operation as stacked bars, an SVG without anything from elsewhere."""
    scale = _WIDE / max(sum(parts.values()) for parts in bars.values())
    height = 60 + (_HIGH + 14) * len(bars)
    pieces = [_bar(name, parts, 20 + place * (_HIGH + 14), scale) for place, (name, parts) in enumerate(bars.items())]
    legend = "".join(
        f'<rect x="{_LEFT + place * 110}" y="{height - 26}" width="12" height="12" fill="{colour}"/>'
        f'<text x="{_LEFT + place * 110 + 18}" y="{height - 15}">{name}</text>'
        for place, (name, colour) in enumerate(COLOURS.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 110} {height}" role="img"'
        ' font-family="sans-serif" font-size="14" fill="#334155">'
        "<title>CPU milliseconds of one operation</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(pieces)}{legend}</svg>\n'
    )


def _bar(name: str, parts: Mapping[str, float], top: float, scale: float) -> str:
    drawn, left = [], float(_LEFT)
    for program, colour in COLOURS.items():
        width = parts.get(program, 0.0) * scale
        drawn.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_HIGH}" fill="{colour}"/>')
        left += width
    label = f'<text x="{_LEFT - 12}" y="{top + 18}" text-anchor="end">{escape(name)}</text>'
    value = f'<text x="{left + 8:.1f}" y="{top + 18}">{sum(parts.values()):.1f} ms</text>'
    return label + "".join(drawn) + value


def _cell(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
