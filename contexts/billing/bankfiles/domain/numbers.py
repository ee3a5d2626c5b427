"""Numbers of invoices and orders in what payers write, in any spelling: `inv 2026/1` is INV-2026-000001, `a1001` is A-001001."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# What stands between the parts of a number: blanks, strokes, dots, or nothing.
_BETWEEN = r"[^A-Z0-9]{0,3}"
_PART = re.compile(r"\{(?P<name>year|yy|seq)(?::0(?P<width>[1-9]))?\}|(?P<letter>[A-Z0-9])")
_ORDER = re.compile(rf"(?<![A-Z0-9])([A-Z]{{1,6}}){_BETWEEN}0*([1-9][0-9]{{2,11}})(?![0-9])")
_FURTHER = r"\s*(?:,|;|/|\+|&|UND|AND|ET|Y)\s*([0-9]{%s})(?![0-9])"


@dataclass(frozen=True)
class Found:
    """The number of an invoice that stands in a text; without its letters it may be that of something else."""

    number: str
    is_whole: bool


@dataclass(frozen=True)
class _Pattern:
    pattern: str
    width: int
    whole: re.Pattern[str]
    # The same without letters, and in a text whose blanks the bank has moved; only where the length of the number is fixed.
    digits: re.Pattern[str] | None
    packed: re.Pattern[str] | None

    def number(self, year: str, sequence: str) -> str:
        return self.pattern.format(year=year, yy=year[-2:], seq=int(sequence))


class Finder:
    """Finds the numbers that a seller gives, by the patterns of all versions of what they said."""

    def __init__(self, invoices: Collection[str], others: Collection[str] = ()) -> None:
        self._invoices = [_compiled(one) for one in dict.fromkeys(invoices)]
        self._others = [_compiled(one) for one in dict.fromkeys(others)]

    def find(self, text: str) -> list[Found]:
        """In the order of the text, each once."""
        text = text.upper()
        for other in self._others:
            # The number of a credit note is none of an invoice, with letters or without.
            text = other.whole.sub(" ", text)
        found = [Found(number, True) for one in self._invoices for number in _whole(one, text)]
        if not found:
            found = [Found(number, True) for one in self._invoices for number in _read(one, one.packed, _packed(text))]
        if not found:
            found = [Found(number, False) for one in self._invoices for number in _read(one, one.digits, text)]
        return list(dict.fromkeys(found))


def order_keys(text: str) -> list[str]:
    """What may be numbers of orders, in the spelling in which they are compared."""
    return list(dict.fromkeys(f"{letters}{digits}" for letters, digits in _ORDER.findall(text.upper())))


def order_key(number: str) -> str:
    """The number of an order in that spelling, as `billing_order_key` of the database; empty for one that is never found."""
    return next(iter(order_keys(number)), "")


def _compiled(pattern: str) -> _Pattern:
    whole, digits, width = [], [], 0
    for part in _PART.finditer(pattern.upper().replace("{YEAR", "{year").replace("{YY", "{yy").replace("{SEQ", "{seq")):
        if part["letter"]:
            whole.append(part["letter"])
        elif part["name"] == "seq":
            width = int(part["width"] or 0)
            whole.append(r"0*(?P<seq>[1-9][0-9]{0,8})(?![0-9])")
            digits.append(rf"(?P<seq>[0-9]{{{width}}})(?![0-9])")
        else:
            year = r"(?P<year>20[0-9]{2})" if part["name"] == "year" else r"(?P<year>[0-9]{2})"
            whole.append(year)
            digits.append(year)
    begins = r"(?<![A-Z0-9])"
    # A short number without its letters is any number at all.
    is_telling = width >= 4 and "{year}" in pattern
    packed = "".join(whole[:-1]) + rf"(?P<seq>[0-9]{{{width}}})"
    return _Pattern(
        pattern=pattern,
        width=width,
        whole=re.compile(begins + _BETWEEN.join(whole)),
        digits=re.compile(begins + _BETWEEN.join(digits)) if is_telling else None,
        packed=re.compile(packed) if is_telling else None,
    )


def _packed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text)


def _read(one: _Pattern, expression: re.Pattern[str] | None, text: str) -> Iterator[str]:
    if expression is not None:
        yield from (one.number(hit["year"], hit["seq"]) for hit in expression.finditer(text))


def _whole(one: _Pattern, text: str) -> Iterator[str]:
    """The numbers, and those after them that share their beginning: INV-2026-000001, 000002 and 000003."""
    for hit in one.whole.finditer(text):
        yield one.number(hit["year"], hit["seq"])
        further = re.compile(_FURTHER % one.width) if one.width >= 3 else None
        at = hit.end()
        while further is not None and (more := further.match(text, at)):
            yield one.number(hit["year"], more[1])
            at = more.end()
