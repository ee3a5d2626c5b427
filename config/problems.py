"""What a problem's `type` address shows: its code in words (RFC 9457, 3.1.1)."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gotuto.errors import BusinessError


def show(request: HttpRequest, code: str) -> HttpResponse:
    """The meaning of a code; what went wrong in a single case stands in its `detail`."""
    known = {refusal.code: refusal for refusal in _refusals(BusinessError)}
    if code not in known:
        raise Http404
    refusal = known[code]
    context = {"code": code, "title": refusal.title, "status": refusal.status, "text": refusal.__doc__}
    return render(request, "config/problem.html", context)


def _refusals(refusal: type[BusinessError]) -> Iterator[type[BusinessError]]:
    yield refusal
    for narrower in refusal.__subclasses__():
        yield from _refusals(narrower)
