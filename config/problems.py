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


@require_safe
@cache_control(public=True, max_age=_KEPT_SECONDS)
@vary_on_headers("Accept")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The meaning of a code; what went wrong in a single case stands in its `detail`."""
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
        meaning = {"code": refusal.code, "title": refusal.title, "status": refusal.status, "text": refusal.__doc__}
        found.setdefault(refusal.code, meaning)
    return found


def _of_statuses() -> dict[str, dict[str, object]]:
    """What is said before any operation is asked."""
    return {
        code: {"code": code, "title": TITLES[status], "status": status, "text": f"{TITLES[status]}."}
        for status, code in CODES.items()
    }


def _refusals(refusal: type[BusinessError]) -> Iterator[type[BusinessError]]:
    yield refusal
    for narrower in refusal.__subclasses__():
        yield from _refusals(narrower)
