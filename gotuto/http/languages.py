"""Languages that somebody prefers (`Accept-Language`, RFC 9110), and a text in the first of them that there is."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

HEADER = {"Accept-Language": "Languages in which names, texts and labels are wanted, such as `de, en;q=0.8`."}

_SPOKEN = "_language_spoken"


def wanted(request: Request) -> tuple[str, ...]:
    """Codes of languages, the dearest first; `de-AT` wants `de` too."""
    asked = [code for code, weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")) if weight]
    return tuple(dict.fromkeys(code for one in asked for code in (one, one.partition("-")[0])))


def spoken(request: Request) -> str:
    """The language of the answer where it is not that of the originals, else nothing; the answer says which it is."""
    known = settings.GOTUTO_LANGUAGES
    if len(known) == 1:
        return ""
    chosen = best(wanted(request), known)
    request.__dict__[_SPOKEN] = chosen
    return "" if chosen == known[0] else chosen


def told(request: Request) -> str:
    """What the answer says of its language; nothing in a shop that speaks only one, or of what has none."""
    chosen: str = getattr(request, "__dict__", {}).get(_SPOKEN, "")
    return chosen


def foreign(request: Request) -> str:
    """The same, but nothing where the originals are told, as every write tells them."""
    chosen = told(request)
    return "" if chosen == settings.GOTUTO_LANGUAGES[0] else chosen


def best(wanted: Sequence[str], known: Sequence[str]) -> str:
    """The known language that is wanted most, or one of its kinds; else the first known one."""
    for code in wanted:
        if code == "*":
            break
        for one in known:
            if one == code or one.startswith(f"{code}-"):
                return one
    return known[0]
