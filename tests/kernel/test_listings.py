"""Lists declared once: what is asked of them by query becomes the predicate, and the cursor holds for it only."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gotuto.db.keyset import Selection
from gotuto.db.listing import Condition, Listing
from gotuto.filters import Period, Range, built, given, parameters
from gotuto.ids import new_id
from gotuto.paging import InvalidCursor, PageRequest
from gotuto.sagas.models import SagaRun
from tests.kernel.answers import problem
from tests.kernel.test_keyset import Step
from tests.kernel.toy_api import BELLS, BellFilter, Mood
from tests.kernel.toys import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

IN_SQL = Listing(
    filters=BellFilter,
    orderings={"started_at": "started_at", "step": "step"},
    default="step",
    columns={"updated_since": "started_at"},
    special={
        "mood": lambda mood: Condition("name LIKE %(mood)s || '%%'", {"mood": mood.value}),
        "is_broken": lambda is_broken: Condition("last_error <> ''" if is_broken else "last_error = ''"),
    },
)
ROWS = Selection(
    id="id",
    hydrates=Step,
    columns="id, step",
    source="gotuto_sagas_sagarun",
    conditions=["version = %(version)s"],
    parameters={"version": 1},
    sortable={"started_at": NOON, "step": int},
)


@pytest.fixture(autouse=True)
def bells():
    SagaRun.objects.bulk_create(
        SagaRun(name=f"{'merry' if step % 2 else 'sad'} {step}", version=1, subject_id=new_id(), step=step, due_at=NOON,
                correlation_id="x", started_at=NOON + timedelta(hours=step), last_error="cracked" if step == 4 else "")
        for step in range(6)
    )  # fmt: skip


def by_orm(filters):
    page = BELLS.page(SagaRun.objects.all(), filters=filters, page=PageRequest(ordering="step"), to_dto=lambda row: row)
    return [row.step for row in page.items]


def by_sql(filters):
    page = IN_SQL.page(ROWS, filters=filters, page=PageRequest(), to_dto=lambda step: step.step)
    return list(page.items)


@pytest.mark.parametrize("found_by", [by_orm, by_sql])
@pytest.mark.parametrize(
    ("filters", "steps"),
    [
        (BellFilter(), [0, 1, 2, 3, 4, 5]),
        (BellFilter(name="sad 2"), [2]),
        (BellFilter(mood=Mood.MERRY), [1, 3, 5]),
        (BellFilter(is_broken=True), [4]),
        (BellFilter(is_broken=False), [0, 1, 2, 3, 5]),
        (BellFilter(step=Range(min=2, max=4)), [2, 3, 4]),
        (BellFilter(step=Range(max=1)), [0, 1]),
        (BellFilter(started_at=Period(after=NOON + timedelta(hours=1), before=NOON + timedelta(hours=2))), [1, 2]),
        (BellFilter(updated_since=NOON + timedelta(hours=4)), [4, 5]),
        (BellFilter(mood=Mood.SAD, step=Range(min=1)), [2, 4]),
    ],
    ids=str,
)
def test_filters_let_through_what_they_say_and_all_of_them_count(found_by, filters, steps):
    assert found_by(filters) == steps


@pytest.mark.parametrize(
    ("query", "steps"),
    [
        ("step_min=2&step_max=3", [2, 3]),
        ("mood=merry&step_min=4", [5]),
        ("is_broken=true", [4]),
        ("started_at_after=2026-11-20T14:00:00Z", "since two"),
        ("started_at_before=2026-11-20T15:00:00%2B01:00", "until two"),
        ("updated_since=2026-11-20T16:00:00Z", "since four"),
        ("name=&mood=&step_min=&cursor=&page_size=&ordering=&updated_since=", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_a_query_says_the_same(api, query, steps):
    hours = {"since two": [2, 3, 4, 5], "until two": [0, 1, 2], "since four": [4, 5]}
    answer = api.get(f"/bells/?{query.replace('2026-11-20T', NOON.strftime('%Y-%m-%dT'))}")
    assert [int(Decimal(row["price"]["amount"])) for row in answer.json()["results"]] == hours.get(str(steps), steps)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("step_min=x", "step_min", "A valid integer is required."),
        ("mood=angry", "mood", '"angry" is not a valid choice.'),
        ("is_broken=perhaps", "is_broken", "Must be a valid boolean."),
        ("updated_since=2026-11-20", "updated_since", "Give a date, a time and its zone"),
        ("started_at_after=2026-11-20T10:00:00", "started_at_after", "Give a date, a time and its zone"),
        ("ordering=colour", "ordering", "'colour' is not one of: started_at, -started_at, step, -step."),
        ("name=" + "x" * 21, "name", "Ensure this field has no more than 20 characters."),
    ],
)
def test_a_filter_that_cannot_be_meant_is_named(api, query, field, message):
    document = problem(api.get(f"/bells/?{query}"), 400, "invalid")
    assert document["errors"][field][0].startswith(message)


def test_a_page_is_one_statement_however_it_is_filtered(api):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        api.get("/bells/?step_min=1&step_max=4&mood=merry&updated_since=2026-01-01T00:00:00Z&ordering=-step")
    assert len(asked) == 1


def test_a_cursor_holds_for_its_filters_and_for_what_narrowed_the_rows_before():
    def page(cursor="", within=None, **filters):
        wanted = BellFilter(**filters)
        request = PageRequest(size=2, cursor=cursor)
        return BELLS.page(SagaRun.objects.all(), filters=wanted, page=request, to_dto=str, within=within)

    cursor = page(step=Range(min=1), within="ada").next
    assert page(cursor, step=Range(min=1), within="ada").items
    for other in ({"within": "bob", "step": Range(min=1)}, {"within": "ada"}, {"within": "ada", "step": Range(max=1)}):
        with pytest.raises(InvalidCursor):
            page(cursor, **other)


def test_parameters_and_filters_are_two_ways_to_say_the_same():
    names = [parameter.name for parameter in parameters(BellFilter)]
    assert names == [
        "name", "mood", "is_broken", "step_min", "step_max", "started_at_after", "started_at_before", "updated_since",
    ]  # fmt: skip
    values = {"mood": Mood.SAD, "step_max": 3, "started_at_after": NOON}
    filters = built(BellFilter, values)
    assert filters == BellFilter(mood=Mood.SAD, step=Range(max=3), started_at=Period(after=NOON))
    assert {parameter.name: value for parameter, value in given(filters)} == values


def test_the_back_office_chooses_among_few_values_and_by_time():
    plain = Listing(filters=BellFilter, orderings={}, default="", special={})
    assert list(plain.facets()) == ["mood", "is_broken", "started_at"]
    assert list(BELLS.facets()) == ["started_at"]
