"""What a problem's `type` address shows: its code in words (RFC 9457, 3.1.1)."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from gotuto.errors import BusinessError
from gotuto.http.negotiation import prefers_page
from gotuto.http.problems import CODES, TITLES

_KEPT_SECONDS = 300

_MEND = "mend the request"
_REPEAT = "repeat with the same key"
# What whoever is answered so does next, by status; docs/api/errors.md has the same words with links.
ADVICE = {
    400: f"{_MEND}; `errors` names the fields",
    401: "send a token, or sign in",
    403: "ask for the role that `detail` names; what is switched off may be on again later",
    404: "check the id, and that you send the token of the cart or order, or sign in",
    409: "decide by `code`",
    412: "read again, decide again: preconditions",
    422: _MEND,
    429: "wait for the seconds of `Retry-After`",
    500: f"{_REPEAT}; tell us `X-Request-ID`",
    503: f"{_REPEAT} after the seconds of `Retry-After`",
    **dict.fromkeys((405, 406, 408, 411, 413, 415, 431, 505), f"{_MEND}; `detail` says what is wrong with it"),
}


@require_safe
@cache_control(public=True, max_age=_KEPT_SECONDS)
@vary_on_headers("Accept")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The meaning of a code, and what to do about it; what went wrong in a single case stands in its `detail`."""
    meaning = _of_refusals().get(code) or _of_statuses().get(code)
    if meaning is None:
        raise Http404
    return render(request, "config/problem.html", meaning) if prefers_page(request) else JsonResponse(meaning)


def meanings() -> list[dict[str, object]]:
    """What each code means that this program may answer, sorted by code; a refusal's own words stand in its docstring."""
    found = {**_of_statuses(), **_of_refusals()}
    return [found[code] for code in sorted(found)]


def _of_refusals() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for refusal in _refusals(BusinessError):
        # A narrower refusal with the same code says the same to a client.
        found.setdefault(refusal.code, _meaning(refusal.code, refusal.title, refusal.status, refusal.__doc__ or ""))
    return found


def _of_statuses() -> dict[str, dict[str, object]]:
    """What is said before any operation is asked."""
    return {code: _meaning(code, TITLES[status], status, f"{TITLES[status]}.") for status, code in CODES.items()}


def _meaning(code: str, title: str, status: int, text: str) -> dict[str, object]:
    return {"code": code, "title": title, "status": status, "text": text, "advice": ADVICE[status]}


def _refusals(refusal: type[BusinessError]) -> Iterator[type[BusinessError]]:
    yield refusal
    for narrower in refusal.__subclasses__():
        yield from _refusals(narrower)
