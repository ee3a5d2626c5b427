"""A toy API: bells over HTTP, and addresses where things go wrong on purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Q
from django.http import Http404
from django.urls import path
from msgspec import Meta
from rest_framework.exceptions import NotFound as NothingThere
from rest_framework.request import Request
from rest_framework.response import Response

from gotuto import trace
from gotuto.address import Address
from gotuto.db import execute, unit_of_work
from gotuto.db.listing import Listing
from gotuto.errors import Conflict, NotFound, Refused, Stale, check_version
from gotuto.filters import Period, Range
from gotuto.http import PUBLIC, SIGNED_IN, STAFF, Endpoint, ListQuery, again, has_role, if_match, operation
from gotuto.http.access import CUSTOMER
from gotuto.http.exports import Rows
from gotuto.http.models import RateWindow
from gotuto.ids import Sku, new_id
from gotuto.money import Money
from gotuto.outbox.models import Event
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.sagas.models import SagaRun
from tests.kernel.toys import NOON, BellRang, bell_rang

# What else happens while a bell is made, such as waiting for somebody.
meanwhile: list[Callable[[], Any]] = []

FAILURES: dict[str, Callable[[], Exception]] = {
    "conflict": lambda: Conflict("The bell hangs already."),
    "refused": lambda: Refused("A bell has no sleeves."),
    "missing": lambda: NotFound("There is no such bell."),
    "stale": lambda: Stale(expected=1, actual=2),
    "nowhere": Http404,
    "nothing": lambda: NothingThere("Nothing there."),
    "denied": PermissionDenied,
    "database": lambda: OperationalError("the server closed the connection"),
    "bug": lambda: RuntimeError("secret detail"),
}


class Mood(StrEnum):
    MERRY = "merry"
    SAD = "sad"


@dataclass(frozen=True, kw_only=True)
class Bell:
    id: UUID
    note: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Row:
    id: UUID
    name: str
    started_at: datetime
    price: Money
    moods: tuple[Mood, ...]


class Clapper(TypedDict):
    weight: Annotated[int, Meta(ge=1)]
    sku: Sku


class BellBody(TypedDict):
    """A bell."""

    note: Annotated[str, Meta(max_length=10)]
    price: NotRequired[Money]
    address: NotRequired[Address]
    clappers: NotRequired[list[Clapper]]


@dataclass(frozen=True, kw_only=True)
class BellFilter:
    name: Annotated[str, Meta(max_length=20)] | None = None
    mood: Mood | None = None
    is_broken: bool | None = None
    step: Range[int] | None = None
    started_at: Period[datetime] | None = None
    updated_since: datetime | None = None


BELLS = Listing(
    filters=BellFilter,
    orderings={"started_at": "started_at", "step": "step"},
    default="started_at",
    columns={"updated_since": "started_at"},
    special={
        "mood": lambda mood: Q(name__startswith=mood.value),
        "is_broken": lambda is_broken: ~Q(last_error="") if is_broken else Q(last_error=""),
    },
)


def bell(bell_id: UUID) -> Bell:
    rows = Event.objects.filter(aggregate_id=bell_id).order_by("-sequence")
    if not rows:
        raise NotFound("There is no such bell.")
    return Bell(id=bell_id, note=rows[0].data["note"], version=len(rows))


def row(saga: SagaRun) -> Row:
    return Row(
        id=saga.id, name=saga.name, started_at=saga.started_at, price=Money.of(saga.step, "EUR"), moods=(Mood.SAD,)
    )


@unit_of_work
def make(note: str) -> Bell:
    if note == "cracked":
        raise Conflict("The bell is cracked.")
    for happens in meanwhile:
        happens()
    made = new_id()
    bell_rang.publish(BellRang(bell_id=made, note=note, occurred_at=NOON))
    return Bell(id=made, note=note, version=1)


@unit_of_work
def retune(bell_id: UUID, note: str, expected_version: int | None) -> Bell:
    known = bell(bell_id)
    check_version(expected=expected_version, actual=known.version)
    bell_rang.publish(BellRang(bell_id=bell_id, note=note, occurred_at=NOON))
    return Bell(id=bell_id, note=note, version=known.version + 1)


class Bells(Endpoint):
    @operation(allow=PUBLIC, listing=BELLS, returns=Page[Row])
    def get(self, request: Request, *, query: ListQuery[BellFilter]) -> Page[Row]:
        """A list; its rows are sagas, which have an id and a time."""
        return BELLS.page(SagaRun.objects.all(), filters=query.filters, page=query.page, to_dto=row)

    @operation(
        allow=PUBLIC,
        returns=Bell,
        status=201,
        replay=again(bell),
        example={"note": "c"},
    )
    def post(self, request: Request, *, body: BellBody) -> Bell:
        """Make a bell."""
        return make(body["note"])


@dataclass(frozen=True)
class Stroke:
    """A row of a report."""

    bell: str
    strength: Money


@dataclass(frozen=True)
class Peal:
    """A report in pages."""

    strokes: tuple[Stroke, ...]
    next: str | None


class PealQuery(TypedDict):
    of: NotRequired[int]
    cursor: NotRequired[str]


class Peals(Endpoint):
    @operation(allow=PUBLIC, returns=Peal, rows=Rows(Stroke, lambda peal: Page(items=peal.strokes, next=peal.next)))
    def get(self, request: Request, *, query: PealQuery) -> Peal:
        """Two strokes a page, of so many bells."""
        bells, begin = query.get("of", 0), int(query.get("cursor", "0"))
        if bells > 9:
            raise Refused("No tower holds so many.")
        strokes = tuple(Stroke(f"bell {n}", Money.of(str(n), "EUR")) for n in range(bells))
        return Peal(strokes[begin : begin + 2], str(begin + 2) if begin + 2 < bells else None)


class OneBell(Endpoint):
    @operation(allow=PUBLIC, returns=Bell)
    def get(self, request: Request, *, bell_id: UUID) -> Bell:
        """A bell."""
        return bell(bell_id)

    @operation(allow=PUBLIC, returns=Bell)
    def patch(self, request: Request, *, bell_id: UUID, body: BellBody) -> Bell:
        """Retune it."""
        return retune(bell_id, body["note"], if_match(request))

    @operation(allow=PUBLIC)
    def delete(self, request: Request, *, bell_id: UUID) -> None:
        """Melt it down."""

    def put(self, request: Request, *, bell_id: UUID) -> Response:
        """Nobody has said who may do this."""
        return Response()


class Doors(Endpoint):
    @operation(allow=SIGNED_IN, returns=dict)
    def get(self, request: Request) -> dict[str, Any]:
        """Who asks."""
        return {"actor": trace.actor(), "correlation_id": trace.correlation_id()}

    @operation(allow=STAFF)
    def post(self, request: Request) -> None:
        """For staff."""

    @operation(allow=has_role(Role.STOCK))
    def put(self, request: Request) -> None:
        """For a role."""

    @operation(allow=CUSTOMER)
    def patch(self, request: Request) -> None:
        """For customers."""


class Failures(Endpoint):
    @operation(allow=PUBLIC, limit="order", returns=dict)
    def get(self, request: Request, *, kind: str) -> dict[str, Any]:
        """Go wrong."""
        if kind == "number":
            execute("SELECT 99999::int::smallint")
        elif kind == "text":
            RateWindow.objects.create(scope="c" * 31, principal="", minute=NOON, count=0)
        elif kind != "none":
            raise FAILURES[kind]()
        return {}

    @operation(allow=PUBLIC, returns=Bell, status=202, after=lambda result, request: Response(result, status=418))
    def post(self, request: Request, *, kind: str) -> dict[str, Any]:
        """An answer that is made after the effect."""
        return {"kind": kind}


urlpatterns = [
    path("bells/", Bells.as_view()),
    path("bells/<uuid:bell_id>/", OneBell.as_view()),
    path("peals/", Peals.as_view()),
    path("doors/", Doors.as_view()),
    path("failures/<slug:kind>/", Failures.as_view()),
]
handler404 = "gotuto.http.problems.not_found"
handler500 = "gotuto.http.problems.server_error"
