"""An operation declares who may ask, what goes in and what comes out; from that come checks, docs and the browsable form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from functools import partial, wraps
from types import MappingProxyType
from typing import Any, cast, get_args

import msgspec
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gotuto import trace
from gotuto.db.listing import Listing
from gotuto.http import (
    caching,
    documentation,
    dry_run,
    etags,
    exports,
    files,
    idempotency,
    languages,
    limits,
    listings,
    paging,
    replicas,
    typed,
    uploads,
    validation,
)
from gotuto.http.access import STAFF, Access, principal
from gotuto.http.inputs import Input
from gotuto.http.parsing import JsonParser
from gotuto.http.rendering import is_plain, to_json
from gotuto.http.replay import Replay
from gotuto.http.uploads import FormParser
from gotuto.paging import Page

After = Callable[[Any, Request], Any]
Method = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a method of an endpoint declares."""

    allow: Access
    body: type[Input] | None
    query: type[Input] | None
    listing: Listing[Any] | None
    returns: Any
    status: int
    replay: Replay | None
    before: Callable[[Any], Any] | None
    example: dict[str, Any] | None
    limit: str | None
    guest_limit: str | None
    after: After | None
    living_example: Callable[..., dict[str, Any] | None] | None
    headers: Mapping[str, str]
    other_statuses: Sequence[int]
    max_age: int | None
    vary: str
    files: Mapping[str, str]
    raw: int | None
    rows: exports.Rows | None
    has_file: bool
    may_lag: bool

    def example_for(self, request: Request, path: dict[str, Any]) -> dict[str, Any] | None:
        """A body that works here and now, for the form of the browsable page."""
        return (self.living_example(request, **path) if self.living_example else None) or self.example


def operation(
    *,
    allow: Access,
    listing: Listing[Any] | None = None,
    returns: Any = None,
    status: int | None = None,
    replay: Replay | None = None,
    before: Callable[[Any], Any] | None = None,
    example: dict[str, Any] | None = None,
    limit: str | None = None,
    guest_limit: str | None = None,
    after: After | None = None,
    living_example: Callable[..., dict[str, Any] | None] | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
    other_statuses: Sequence[int] = (),
    max_age: int | None = None,
    files: Mapping[str, str] = MappingProxyType({}),
    raw: int | None = None,
    rows: exports.Rows | None = None,
) -> Callable[[Method], Method]:
    """Declare a method of an Endpoint; it gets `body` and `query` validated and returns a DTO, a Page, None or a Response.

    The method's docstring is the public text of the API: its first sentence is the summary in the OpenAPI document. The type
    of its argument `body` (or `query`), a TypedDict or a frozen dataclass, says what comes in; a list has a `listing`
    instead, gets a `ListQuery` and can be had as a file by staff.

    `replay` makes it honour Idempotency-Key: it shows the resource of a committed effect as it is now. `before` does to the
    body what takes long, such as hashing, and must not be done within the transaction of the key. `after` makes the
    answer once the effect is committed, where that takes more than what the method returned. `living_example(request,
    **path)` fills the form of the browsable page with what is there, where `example` can only show the shape. `max_age` is
    how many seconds anybody may keep what a guest is answered; without it nobody keeps anything. `headers` and
    `other_statuses` are for the documentation; a token among the headers decides what the answer is (Vary). `files` are the
    formats and media types of an answer that is a file (`gotuto.http.files`). With `raw` the method gets its argument `raw`: the
    bytes of the body as they came, or None when there are more than so many. `rows` are those of a report, which staff can have as
    a file as they can have lists. Lists, and what anybody may keep for a while, may be read from a replica.
    """

    def decorate(method: Method) -> Method:
        if listing is not None:
            listings.check(listing, method)
        body = typed.taken(method, "body")
        declared = Operation(
            allow=allow,
            body=body,
            query=None if listing else typed.taken(method, "query"),
            listing=listing,
            returns=returns,
            status=status or (200 if returns or files else 204),
            replay=replay,
            before=before,
            example=example,
            limit=limit,
            guest_limit=guest_limit,
            after=after,
            living_example=living_example,
            headers=headers,
            other_statuses=other_statuses,
            max_age=max_age,
            vary=caching.vary(headers),
            files=files,
            raw=raw,
            rows=rows,
            has_file=uploads.has_file(body),
            may_lag=method.__name__ == "get" and (listing is not None or max_age is not None),
        )

        @extend_schema(**documentation.of(declared, method))
        @wraps(method)
        def handle(view: "Endpoint", request: Request, **path: Any) -> HttpResponseBase:
            inputs = validation.inputs(declared, request)
            if declared.before is not None:
                inputs["body"] = declared.before(inputs["body"])
            if exports.is_wanted(request):
                STAFF.check(request)
                ask = partial(method, view, request, **path)
                if declared.rows is not None:
                    return exports.of_report(ask, inputs["query"], declared.rows, request)
                return exports.export(ask, inputs["query"], item=get_args(returns)[0], request=request)

            def effect() -> Any:
                if declared.may_lag and replicas.is_there():
                    return replicas.answered(partial(method, view, request, **path, **inputs), request)
                return method(view, request, **path, **inputs)

            if dry_run.is_wanted(request):
                return dry_run.answer(partial(_perform, declared, request), effect, declared.replay, request)
            return _perform(declared, request, effect)

        handle.operation = declared  # type: ignore[attr-defined]
        return handle

    return decorate


class Endpoint(APIView):
    """A resource; a method without a declared operation is refused."""

    http_method_names = ("get", "post", "put", "patch", "delete", "head")
    parser_classes = [JsonParser]

    @property
    def default_response_headers(self) -> dict[str, str]:
        # A guest, of whom no session is asked, gets another answer than a person: caches must know.
        declared = self._declared()
        return {**super().default_response_headers, "Vary": declared.vary if declared else caching.vary({})}

    def get_parsers(self) -> list[Any]:
        declared = self._declared() if self.request is not None else None
        return [*super().get_parsers(), *([FormParser()] if declared and declared.has_file else [])]

    def get_renderers(self) -> list[Any]:
        declared = self._declared()
        has_rows = declared is not None and (declared.listing or declared.rows)
        tables = exports.list_renderers() if has_rows else []
        return [*super().get_renderers(), *tables, *(files.renderers(declared.files) if declared else ())]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # A method that is not there is not there in any form.
        return super().perform_content_negotiation(request, force or not self._takes(request))

    def check_permissions(self, request: Request) -> None:
        declared = self._declared()
        if not self._takes(request):
            return
        if declared is None:
            raise PermissionDenied("Nobody has said yet who may do this.")
        declared.allow.check(request)

    def check_throttles(self, request: Request) -> None:
        trace.set_actor(principal(request).user_id)
        declared = self._declared()
        if declared is not None:
            scope = declared.limit or ("read" if request.method in ("GET", "HEAD") else "write")
            limits.check(scope, request)
            if declared.guest_limit is not None and principal(request).user_id is None:
                limits.check(declared.guest_limit, request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        declared = self._declared()
        answer["Cache-Control"] = caching.control(declared.max_age if declared else None, request, answer)
        if language := languages.told(request):
            answer["Content-Language"] = language
        if dry_run.is_wanted(request):
            # A refusal too says that nobody meant it.
            answer["Preference-Applied"] = "dry-run"
        return answer

    def _takes(self, request: Request) -> bool:
        method = (request.method or "").lower()
        return method in self.http_method_names and hasattr(self, method)

    def _declared(self) -> Operation | None:
        method = getattr(self, (self.request.method or "").lower(), None)
        declared: Operation | None = getattr(method, "operation", None)
        return declared


def respond(result: Any, request: Request, status: int) -> Response:
    """Render what an operation returned; a single resource gets its ETag, and 304 when the caller has it already."""
    if isinstance(result, HttpResponseBase):
        # A file is no Response of DRF, but goes through its hands like one.
        return cast(Response, result)
    if isinstance(result, Page):
        return Response(paging.as_json(result, request), status=status)
    if result is None:
        return Response(status=status)
    # What nobody can change has no version, but its state moves on all the same.
    version = getattr(result, "version", 0 if hasattr(result, "id") else None)
    if isinstance(version, int) and is_dataclass(result):
        return _versioned(result, version, request, status)
    return Response(result, status=status)


def _versioned(result: Any, version: int, request: Request, status: int) -> Response:
    is_read = request.method in ("GET", "HEAD")
    if is_read:
        etags.check_read(request, version)
    body = to_json(result)
    if not is_plain(request):
        # A strong tag belongs to these bytes; a page for people, or JSON with blanks, has others.
        return Response(msgspec.Raw(body), status=status)
    # Not the same in two languages, even where nothing of it is translated.
    headers = {"ETag": etags.etag(version, body + languages.foreign(request).encode())}
    if is_read and etags.is_known(request, headers["ETag"]):
        return Response(status=304, headers=headers)
    return Response(msgspec.Raw(body), status=status, headers=headers)


def _perform(declared: Operation, request: Request, effect: Callable[[], Any]) -> Response:
    if declared.replay is None or idempotency.key_of(request) is None:
        return _answer(declared, effect(), request, declared.status)
    result, known = idempotency.perform(request, effect, declared.status)
    if known is None:
        return _answer(declared, result, request, declared.status)
    shown = declared.replay(known.resource_id, request)
    return _answer(declared, shown, request, known.status, {"Idempotency-Replayed": "true"})


def _answer(
    declared: Operation, result: Any, request: Request, status: int, headers: dict[str, str] | None = None
) -> Response:
    response = respond(declared.after(result, request) if declared.after else result, request, status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response
