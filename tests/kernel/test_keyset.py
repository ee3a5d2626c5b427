"""Pages by keyset: every row once, in both directions, and no cursor that was not handed out."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gotuto.db import paginate
from gotuto.db.keyset import Instant, Selection, UnknownOrdering
from gotuto.ids import new_id
from gotuto.paging import InvalidCursor, Page, PageRequest
from gotuto.sagas.models import SagaRun
from tests.kernel.toys import NOON

pytestmark = pytest.mark.django_db

ORDERINGS = {"name": "name", "started_at": "started_at", "step": "step", "both": "version, step"}


@dataclass(frozen=True)
class Filters:
    state: str = ""


@dataclass(frozen=True)
class Step:
    id: UUID
    step: int


def rows(*steps):
    """Rows of a table with ids that are UUIDs; equal steps are ties."""
    SagaRun.objects.bulk_create(
        SagaRun(name=f"saga {step}", version=1 + step % 2, subject_id=new_id(), step=step, due_at=NOON, correlation_id="x",
                started_at=NOON + timedelta(hours=step))
        for step in steps
    )  # fmt: skip


def queried():
    return {"rows": SagaRun.objects.all(), "to_dto": lambda row: row}


def in_plain_sql():
    rows = Selection(
        id="id",
        hydrates=Step,
        columns="id, step",
        source="gotuto_sagas_sagarun",
        conditions=[],
        parameters={},
        sortable={"name": str, "started_at": Instant, "step": int, "version, step": tuple[int, int]},
    )
    return {"rows": rows, "to_dto": lambda step: SagaRun(id=step.id, step=step.step)}


both = pytest.mark.parametrize("source", [queried, in_plain_sql])


def page(cursor="", *, ordering="", size=2, filters=None, source=queried):
    return paginate(
        page=PageRequest(size=size, cursor=cursor, ordering=ordering),
        orderings=ORDERINGS,
        default="step",
        filters=filters or Filters(),
        **source(),
    )


def forward(**wishes):
    pages = [page(**wishes)]
    while pages[-1].next:
        pages.append(page(pages[-1].next, **wishes))
    return pages


@both
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.integers(min_value=0, max_value=3), max_size=9),
    size=st.integers(min_value=1, max_value=4),
    ordering=st.sampled_from(["name", "-name", "started_at", "-started_at", "step", "-step", "both", "-both"]),
)
def test_both_ways_show_every_row_once_and_in_order_whatever_the_ties(db, source, steps, size, ordering):
    SagaRun.objects.all().delete()
    rows(*steps)
    columns, sign = ORDERINGS[ordering.removeprefix("-")].split(", "), "-" if ordering.startswith("-") else ""
    expected = list(SagaRun.objects.order_by(*(f"{sign}{column}" for column in (*columns, "id"))))
    there = forward(ordering=ordering, size=size, source=source)
    assert [row for found in there for row in found.items] == expected
    assert all(len(found.items) <= size for found in there)

    back = [there[-1]]
    while back[-1].previous:
        back.append(page(back[-1].previous, ordering=ordering, size=size, source=source))
    assert [row for found in reversed(back) for row in found.items] == expected


@both
def test_an_empty_list_has_no_neighbours(source):
    assert page(source=source) == Page(items=())


@both
def test_the_first_page_has_no_previous_and_the_last_no_next(source):
    rows(1, 2, 3)
    first = page(source=source)
    second = page(first.next, source=source)
    assert (first.previous, second.next) == (None, None)
    assert page(second.previous, source=source).items == first.items


@both
def test_rows_that_come_between_two_pages_neither_repeat_nor_hide_others(source):
    rows(1, 2, 3, 4)
    first = page(source=source)
    rows(0, 1)
    assert [row.step for row in page(first.next, source=source).items] == [3, 4]


@both
def test_the_end_that_vanished_is_an_empty_page(source):
    rows(1, 2, 3)
    first = page(source=source)
    SagaRun.objects.filter(step=3).delete()
    assert page(first.next, source=source) == Page(items=())


@both
@pytest.mark.parametrize("ordering", ["colour", "--step", "-", "id"])
def test_only_the_orderings_on_the_list_are_known(ordering, source):
    with pytest.raises(UnknownOrdering, match="step, -step"):
        page(ordering=ordering, source=source)


@both
def test_a_cursor_belongs_to_its_filters_and_its_ordering(source):
    rows(1, 2, 3)
    cursor = page(source=source).next
    with pytest.raises(InvalidCursor):
        page(cursor, filters=Filters(state="done"), source=source)
    with pytest.raises(InvalidCursor):
        page(cursor, ordering="-step", source=source)


def tampered(cursor, value):
    binding, backward, _, row_id = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return base64.urlsafe_b64encode(msgspec.json.encode([binding, backward, value, row_id])).decode()


@both
@pytest.mark.parametrize("value", ["tomorrow", None, [], [[[[1]]]], {}, 12, "2026-13-01T00:00:00Z"])
def test_a_cursor_with_a_foreign_value_is_refused(value, source):
    rows(1, 2, 3)
    with pytest.raises(InvalidCursor):
        page(tampered(page(ordering="started_at", source=source).next, value), ordering="started_at", source=source)


@both
def test_a_cursor_with_text_that_no_database_takes_is_refused(source):
    rows(1, 2, 3)
    with pytest.raises(InvalidCursor):
        page(tampered(page(ordering="name", source=source).next, "a\0b"), ordering="name", source=source)


@both
@pytest.mark.parametrize("cursor", ["x", "äöü", "bm90IGpzb24", "W10", "W1tbW1tbW10", "=" * 9])
def test_a_cursor_that_was_never_handed_out_is_refused(cursor, source):
    with pytest.raises(InvalidCursor):
        page(cursor, source=source)


def test_a_broken_list_is_not_blamed_on_a_cursor():
    def broken(row):
        raise ValueError("to_dto")

    rows(1)
    with pytest.raises(ValueError, match="to_dto"):
        paginate(SagaRun.objects.all(), PageRequest(), orderings=ORDERINGS, default="step", filters="", to_dto=broken)
    with pytest.raises(TypeError):
        paginate(SagaRun.objects.all()[:1], PageRequest(), orderings=ORDERINGS, default="step", filters="", to_dto=str)


def test_a_page_can_be_of_something_else():
    assert Page(items=(1, 2), next="n", previous="p").map(str) == Page(items=("1", "2"), next="n", previous="p")
