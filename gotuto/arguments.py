"""Types of the arguments of commands that are text; what cannot be taken is told in its own words."""

from argparse import ArgumentTypeError
from collections.abc import Callable

from gotuto.text import UnfitText, line
from gotuto.text.numerals import plain


def _argument(read: Callable[[str], str]) -> Callable[[str], str]:
    def taken(text: str) -> str:
        try:
            return read(text)
        except UnfitText as fault:
            raise ArgumentTypeError(str(fault)) from None

    return taken


one_line = _argument(line)
_plain = _argument(plain)


def whole_number(text: str) -> int:
    return int(_plain(text))


def number(text: str) -> float:
    return float(_plain(text))
