"""HTTP contract below /api/: JSON and problem documents for programs, whatever goes wrong, and a caching rule for every answer.

What an operation cannot know of itself stands here: addresses without their last slash, pages of the framework, redirects.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.utils.encoding import escape_uri_path

from gotuto.http import problems
from gotuto.http.caching import PERSONAL
from gotuto.http.negotiation import PAGE, prefers_page
from gotuto.http.rendering import PROBLEM_TYPE

_ROOT = "/api/"
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# They describe the body that is replaced.
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-disposition", "content-encoding", "etag"})
_MOVED = (301, 302)


class ContractMiddleware:
    """Keeps what every answer promises; it stands before all that may answer by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not f"{request.path_info}/".startswith(_ROOT):
            return _with_rule(self._get_response(request))
        was_completed = _complete(request)
        response = _for_programs(request, self._get_response(request))
        if was_completed:
            response["Link"] = f'<{escape_uri_path(request.path)}>; rel="canonical"'
        if response.status_code >= 400:
            response["Cache-Control"] = PERSONAL
        return _with_rule(response)


def _with_rule(response: HttpResponse) -> HttpResponse:
    """Whoever says nothing about caches is kept by none."""
    response.headers.setdefault("Cache-Control", PERSONAL)
    return response


def _complete(request: HttpRequest) -> bool:
    """Take an address without its last slash for the one with it; a redirect would turn a write into a read."""
    path = request.path_info
    if path.endswith("/") or is_valid_path(path) or not is_valid_path(f"{path}/"):
        return False
    request.path_info, request.path = f"{path}/", f"{request.path}/"
    return True


def _for_programs(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    if status in _MOVED and request.method not in _SAFE and request.path_info.startswith(f"{_ROOT}v1/"):
        # To https: the other two let clients repeat the request as a GET (RFC 9110, 15.4).
        response.status_code = 308
    elif status >= 400 and not _is_problem(response) and not prefers_page(request):
        return _instead(response, problems.of_status(status, getattr(response, "data", None)))
    elif status < 300 and _is_page(response) and not request.accepts(PAGE):
        return _instead(response, problems.problem(406, "This is a page for people; it comes as text/html."))
    return response


def _is_problem(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "") == PROBLEM_TYPE


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(PAGE)


def _instead(response: HttpResponse, document: dict[str, object]) -> HttpResponse:
    """The problem document with the other's headers and cookies."""
    answer = problems.as_http(document)
    for name, value in response.items():
        if name.lower() not in _OF_THE_BODY:
            answer[name] = value
    answer.cookies = response.cookies
    return answer
