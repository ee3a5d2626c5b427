"""Step charts of the back office: what something was from each moment on, as a picture that needs no script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 170, 60, 630, 14, 140
# One grey and one purple that are seen on white and on black.
_GREY, _LINE, _SPECIAL = "#7a8294", "#9333ea", "#d97706"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What it was from a moment on; None is nothing. What stands out is drawn in another colour."""

    moment: datetime
    amount: Decimal | None
    stands_out: bool = False


def chart(steps: Sequence[Step], *, until: datetime, unit: str, about: str) -> SafeString:
    """The steps as a line that begins with the first of them and goes on until a moment."""
    amounts = [step.amount for step in steps if step.amount is not None]
    if not amounts:
        return SafeString("")
    begin, top = steps[0].moment, max(amounts) * Decimal("1.15")
    span = max((until - begin).total_seconds(), 1.0)

    def across(moment: datetime) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (moment - begin).total_seconds() / span, 1)

    def up(amount: Decimal) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * float(amount / top), 1)

    ends = [*(step.moment for step in steps[1:]), until]
    flat = [
        (across(step.moment), across(end), up(step.amount), _SPECIAL if step.stands_out else _LINE, _said(step, unit))
        for step, end in zip(steps, ends, strict=True)
        if step.amount is not None
    ]
    return format_html(
        '<svg class="go-steps" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}{}</svg>',
        *(about, _WIDTH, _HEIGHT, _WIDTH, _HEIGHT),
        _axes(up, sorted({min(amounts), max(amounts)}), (begin, until)),
        _rises([(x, y) for x, _, y, _, _ in flat]),
        _flats(flat),
    )


def _said(step: Step, unit: str) -> str:
    return f"{timezone.localtime(step.moment):%Y-%m-%d %H:%M}: {step.amount} {unit}"


def _flats(flat: Sequence[tuple[float, float, float, str, str]]) -> SafeString:
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="3"><title>{}</title></line>',
        ((x, to, y, y, colour, said) for x, to, y, colour, said in flat),
    )


def _rises(corners: Sequence[tuple[float, float]]) -> SafeString:
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="1"/>',
        ((x, x, before, y, _GREY) for (_, before), (x, y) in pairwise(corners)),
    )


def _axes(up: Callable[[Decimal], float], amounts: Sequence[Decimal], ends: tuple[datetime, datetime]) -> SafeString:
    label = '<text x="{}" y="{}" fill="{}" font-size="11" text-anchor="{}">{}</text>'
    beside = ((_LEFT - 6, up(amount) + 4, _GREY, "end", f"{amount:,}") for amount in amounts)
    begin, until = (f"{timezone.localtime(end):%Y-%m-%d}" for end in ends)
    below = ((_LEFT, _BOTTOM + 18, _GREY, "start", begin), (_RIGHT, _BOTTOM + 18, _GREY, "end", until))
    ground = f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{_BOTTOM}" y2="{_BOTTOM}" stroke="{_GREY}"/>'
    return SafeString(ground) + format_html_join("", label, (*beside, *below))
