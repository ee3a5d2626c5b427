"""What browsers may do with an answer: content security policy (CSP), permissions policy and their like, on every answer.

Data is displayed by nobody and loads nothing. A page loads from this server alone and runs no script that stands in the
page itself, so that a text which slips through as mark-up stays a text. Docs: W3C Content Security Policy Level 3.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_FEATURES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
             "midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking")  # fmt: skip
_SHUT = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# Style sheets in the page are what all of the three libraries live on; they run nothing.
_PAGE = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'"
)

FOR_DATA = f"{_SHUT}; form-action 'none'"
FOR_PAGES = f"{_SHUT}; {_PAGE}; script-src 'self'"
# The parts of the pages that have other needs, by the beginning of their paths.
FOR_PARTS = {
    # Alpine.js, which moves Unfold's menus and dialogs, turns attributes into functions.
    "/admin/": f"{FOR_PAGES} 'unsafe-eval'",
    # Redoc searches in a worker that it makes of a text.
    "/api/redoc/": f"{FOR_PAGES}; worker-src blob:",
}
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PoliciesMiddleware:
    """Stands before all others, because some of them answer by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        headers = answer.headers
        headers["Content-Security-Policy"] = _policy(request.path_info, headers.get("Content-Type", ""))
        for name, value in ALWAYS.items():
            # An answer may say something stricter.
            headers.setdefault(name, value)
        return answer


def _policy(path: str, content_type: str) -> str:
    if not content_type.startswith("text/html"):
        return FOR_DATA
    return next((policy for part, policy in FOR_PARTS.items() if path.startswith(part)), FOR_PAGES)
