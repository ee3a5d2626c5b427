"""Imports: who may, how far one is, workers that die, bundles that cannot be written, what is kept for how long."""

import io
from datetime import timedelta

import pytest
from django.db import DataError
from django.utils import timezone

from contexts.catalog.products.models import Product
from gotuto import testing, trace
from gotuto.db import execute, fetch_one
from gotuto.ids import new_id
from gotuto.imports import deciding, kinds, retention, staging, working
from gotuto.imports.errors import ImportEnded, ImportNotFound, ImportNotReady, KindNotFound
from gotuto.imports.models import Import, ImportProblem, ImportRow
from gotuto.tables.errors import FileRefused
from tests.catalog.builders import shelf, told
from tests.catalog.exchange.files import as_csv, checked, counts, look, problems, written

pytestmark = pytest.mark.django_db


def tea(number, **more):
    return {"sku": f"TEA-{number}", "name": f"Tea {number}", "category": "tea", "price": "4.50", **more}


@pytest.fixture(autouse=True)
def shelves():
    shelf("Tea")


@pytest.fixture
def slow(monkeypatch):
    """A worker that gives its import back after each batch of two rows."""
    monkeypatch.setattr(working, "SECONDS", 0)
    monkeypatch.setattr(working, "BATCH", 2)


@pytest.fixture
def breaks(monkeypatch):
    """Let writing meet trouble at certain SKUs."""
    troubles = {}
    table = kinds.known("products").table

    def write(rows, now):
        for row in rows:
            if (trouble := troubles.get(row.values["sku"])) is not None:
                raise trouble
        return table.write(rows, now)

    known = kinds.Known(kinds.kinds()["products"], type(table)(**{**vars(table), "write": write}))
    monkeypatch.setattr(kinds, "known", lambda name: known)
    return troubles


def started(rows, **more):
    return staging.start(kind="products", content=io.BytesIO(as_csv(rows)), now=timezone.now(), **more)


def confirmed(one):
    return deciding.confirm(import_id=one.id, kinds=["products"], now=timezone.now())


def due(one):
    execute("UPDATE gotuto_imports_import SET due_at = clock_timestamp() WHERE id = %s", [one.id])


REFUSED = [
    (b"", "lacks the columns sku"),
    (b"sku,name\n", "a header and no rows"),
    (b"sku,colour\nA,red\n", "Nobody knows the columns 'colour'. The first line names some of: sku, product"),
    (b"sku,SKU\nA,B\n", "The column sku is there twice"),
    (b"name\nA\n", "lacks the columns sku"),
    (b"sku," + b",".join(b"c%d" % n for n in range(10_000)) + b"\nA\n", "'c4' and 9,995 more"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_a_file_whose_header_means_nothing_is_refused_as_a_whole(content, said):
    with pytest.raises(FileRefused) as refusal:
        staging.start(kind="products", content=io.BytesIO(content), now=timezone.now())
    assert said in refusal.value.said
    assert not Import.objects.exists()


def test_more_rows_than_are_taken_are_refused_and_leave_nothing(settings):
    settings.GOTUTO_IMPORT_ROWS = 2
    with pytest.raises(FileRefused) as refusal:
        started([tea(number) for number in range(3)])
    assert refusal.value.said == "The file has more than 2 rows. Split it."
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_what_nobody_exchanges_is_named():
    with pytest.raises(KindNotFound) as refusal:
        staging.start(kind="dreams", content=io.BytesIO(b""), now=timezone.now())
    assert "products" in refusal.value.known


def test_a_line_with_more_cells_than_the_header_is_named():
    done = checked(b"sku,name,category,price\nA,Tea,tea,4.50,EUR\nB,Tea,tea,4.50,\n")
    assert problems(done) == [(2, "", "The line has 5 cells, and the header 4. Look for a separator too many.")]


def test_what_is_needed_and_left_empty_is_named():
    assert problems(checked([{**tea(1), "sku": " "}])) == [(2, "sku", "This is needed.")]


def test_a_header_may_end_in_nothing():
    assert checked(b"sku,name,category,price,,\nA,Tea,tea,4.50,,\n").errors == 0


def test_values_that_cannot_be_shown_are_told_all_the_same():
    done = checked([tea(1, name="a\x07b")])
    assert ImportProblem.objects.get(of=done.id).value == "a b"


def test_nothing_is_written_before_somebody_confirms():
    ready = checked([tea(1), tea(2, price="free")])
    assert (ready.status, ready.rows, ready.checked, ready.errors, ready.to_do) == ("ready", 2, 2, 1, 1)
    assert not Product.objects.exists()
    done = written([tea(1)])
    assert done.confirmed_at <= done.finished_at


def test_a_cancelled_import_writes_nothing_and_cannot_be_confirmed():
    ready = checked([tea(1)])
    ended = deciding.cancel(import_id=ready.id, kinds=["products"], now=timezone.now())
    assert ended.status == "cancelled"
    with pytest.raises(ImportNotReady):
        confirmed(ended)
    with pytest.raises(ImportEnded):
        deciding.cancel(import_id=ready.id, kinds=["products"], now=timezone.now())


def test_whoever_does_not_exchange_a_kind_decides_nothing_about_its_imports():
    ready = checked([tea(1)])
    for act in (deciding.confirm, deciding.cancel):
        with pytest.raises(ImportNotFound):
            act(import_id=ready.id, kinds=["stock"], now=timezone.now())
    with pytest.raises(ImportNotFound):
        deciding.confirm(import_id=new_id(), kinds=["products"], now=timezone.now())


def test_an_import_gives_way_after_a_moment_and_goes_on_where_it_was(slow):
    ready = checked([tea(number) for number in range(5)])
    confirmed(ready)
    seen = []
    while working.work_due():
        now = look(ready)
        seen.append((now.status, now.done))
    assert seen == [("running", 2), ("running", 4), ("running", 5), ("done", 5)]


def test_who_confirmed_is_remembered_for_what_is_written():
    somebody = new_id()
    ready = checked([tea(1)])
    with trace.bound("request-1", actor=somebody):
        confirmed(ready)
    testing.drain()
    assert look(ready).actor == somebody
    assert str(somebody) in str(fetch_one("SELECT actor FROM catalog_priceentry"))


def test_one_bundle_that_cannot_be_written_does_not_cost_the_others(breaks):
    breaks["TEA-2"] = FileRefused(said="Not this one.")
    breaks["TEA-3"] = DataError("too long")
    done = written([tea(number) for number in range(5)])
    assert (done.status, counts(done)) == ("done", (3, 0, 0, 2))
    assert problems(done) == [(4, "", "Not this one."), (5, "", working.BROKE)]
    assert sorted(Product.objects.values_list("sku", flat=True)) == ["TEA-0", "TEA-1", "TEA-4"]


def test_what_breaks_is_tried_again_and_then_waits_for_a_person(breaks, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 2
    ready = checked([tea(1)])
    breaks["TEA-1"] = RuntimeError("planted")
    confirmed(ready)
    for _ in range(3):
        due(ready)
        working.work_due()
    failed = look(ready)
    assert (failed.status, failed.failure) == ("failed", working.DIED)
    breaks.clear()
    assert confirmed(failed).status == "running"
    testing.drain()
    assert counts(look(ready)) == (1, 0, 0, 0)


def test_what_breaks_while_rows_are_checked_is_tried_again(monkeypatch):
    table = kinds.known("products").table

    def check(rows):
        raise DataError("planted")

    known = kinds.Known(kinds.kinds()["products"], type(table)(**{**vars(table), "check": check}))
    one = started([tea(1)])
    with monkeypatch.context() as broken:
        broken.setattr(kinds, "known", lambda name: known)
        working.work_due()
    assert "DataError" in Import.objects.get(id=one.id).last_error
    due(one)
    testing.drain()
    assert look(one).status == "ready"


def test_one_that_failed_before_it_was_checked_is_checked_again(monkeypatch, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 2
    one = started([tea(1)])
    execute("UPDATE gotuto_imports_import SET attempts = 2 WHERE id = %s", [one.id])
    working.work_due()
    assert look(one).status == "failed"
    assert confirmed(one).status == "validating"
    testing.drain()
    assert look(one).status == "ready"


def test_a_worker_that_lost_its_import_writes_nothing(monkeypatch):
    ready = checked([tea(1)])
    confirmed(ready)
    table = kinds.known("products").table

    def taken_away(rows, now):
        execute("UPDATE gotuto_imports_import SET fencing_token = fencing_token + 1")
        return table.write(rows, now)

    known = kinds.Known(kinds.kinds()["products"], type(table)(**{**vars(table), "write": taken_away}))
    monkeypatch.setattr(kinds, "known", lambda name: known)
    working.work_due()
    assert (look(ready).done, Product.objects.count()) == (0, 0)


def test_parts_of_one_thing_are_never_parted(monkeypatch, slow):
    monkeypatch.setattr(working, "_MOST", 4)
    monkeypatch.setattr(working, "BATCH", 4)
    shirts = [
        {
            "product": product,
            "sku": f"{product}-{size}",
            "name": product,
            "category": "tea",
            "price": "9",
            "option_1": "Size",
            "value_1": str(size),
        }
        for product in ("A", "B")
        for size in range(3)
    ]
    done = written(shirts)
    assert counts(done) == (6, 0, 0, 0)
    assert [name for name, _ in told() if name == "product_created"] == ["product_created"] * 2


def test_old_imports_are_forgotten_rows_first(settings):
    done = written([tea(1), tea(2, price="free")])
    later = timezone.now() + timedelta(days=2)
    assert retention.delete_old_imports(later, 1) == 1
    assert retention.delete_old_imports(later, 9) == 1
    assert retention.delete_old_imports(later, 9) == 0
    later += timedelta(days=settings.GOTUTO_KEEP_DAYS)
    assert [retention.delete_old_imports(later, 9) for _ in range(3)] == [1, 1, 0]
    assert not Import.objects.filter(id=done.id).exists()
