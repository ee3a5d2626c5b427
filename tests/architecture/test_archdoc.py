"""The pages about the architecture are what the code says, and a change that they do not show is noticed."""

import json
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from config import archdoc
from config.archdoc import journey, sagas, tree, walls
from config.archdoc.reach import reach
from contexts.order import lifecycle, placement, receivers
from contexts.order.orders import event_store
from gotuto.outbox import mapping
from tests.howto.recipe import copy_of_the_tree
from tests.reliability.labels import labelling

PAGES = tree.ROOT / "docs" / "architecture"
CANVASES = {name: (PAGES / "contexts" / f"{name}.md").read_text() for name in tree.names()}

# What somebody changes in a hurry: file, a text in it, and what takes its place.
PLANTED = [
    (
        "contexts/order/placement.py",
        "        Step(validate_products),\n",
        "        Step(confirm, undo=release_stock),\n",
    ),
    (
        "contexts/inventory/stock/signals.py",
        "stock_received = DomainSignal",
        "class ShelfBroke(DomainEvent, aggregate='stock_item_id'):\n    '''A shelf is gone.'''\n\n"
        "    stock_item_id: UUID\n\n\nshelf_broke = DomainSignal(ShelfBroke)\nstock_received = DomainSignal",
    ),
    (
        "contexts/shipping/models.py",
        "class Shipment(models.Model):",
        "class Label(models.Model):\n    '''A label.'''\n\n    shipment_id = models.UUIDField()\n"
        "    invoice_id = models.UUIDField(null=True)\n\n\nclass Shipment(models.Model):",
    ),
]


def archdoc_in(directory: Path, *arguments: str, command: str = "archdoc") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: what other tests have made known is not known there."""
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = [sys.executable, "manage.py", command, *arguments]
    return subprocess.run(program, cwd=directory, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which a step, an event and a table are new, a page is edited and one stands for nothing."""
    copy = copy_of_the_tree(tmp_path_factory.mktemp("tree"))
    for name, before, after in PLANTED:
        text = (copy / name).read_text()
        assert before in text
        (copy / name).write_text(text.replace(before, after))
    with (copy / "docs/architecture/contexts/catalog.md").open("a") as page:
        page.write("An afterthought.\n")
    (copy / "docs/architecture/contexts/returns.md").write_text("# Returns\n")
    return copy


def test_the_pages_are_what_the_code_says() -> None:
    done = archdoc_in(tree.ROOT, "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_pages_that_are_stale_are_named_and_then_written(changed: Path) -> None:
    done = archdoc_in(changed, "--check")
    *stale, words = done.stdout.splitlines()
    assert (done.returncode, stale) == (
        1,
        [
            "README.md",
            "docs/architecture/contexts/catalog.md",
            "docs/architecture/contexts/inventory.md",
            "docs/architecture/contexts/order.md",
            "docs/architecture/contexts/returns.md",
            "docs/architecture/contexts/shipping.md",
            "docs/architecture/journey.md",
            "docs/architecture/map.md",
        ],
    )
    assert words == "These pages are not what the code says. Run: ./manage.py archdoc"

    assert json.loads(archdoc_in(changed, "--json").stdout) == {"written": stale}

    after = archdoc_in(changed, "--check", "--json")
    assert (after.returncode, json.loads(after.stdout)) == (0, {"stale": []})
    pages = changed / "docs" / "architecture"
    assert "`ShelfBroke` | A shelf is gone." in (pages / "contexts" / "inventory.md").read_text()
    assert "Label }o..|| Shipment : shipment_id" in (pages / "contexts" / "shipping.md").read_text()
    assert 'uuid invoice_id "optional, id of billing"' in (pages / "contexts" / "shipping.md").read_text()
    assert "1. confirm" in (changed / "README.md").read_text()
    assert not (pages / "contexts" / "returns.md").exists()


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages in a folder of their own, beside the sources."""
    for name in ("contexts", "config", ".importlinter"):
        (tmp_path / name).symlink_to(tree.ROOT / name)
    shutil.copytree(PAGES, tmp_path / "docs" / "architecture")
    shutil.copy(tree.ROOT / "README.md", tmp_path)
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    return tmp_path


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("archdoc", *arguments, stdout=out)
    return out.getvalue()


def test_a_page_that_was_edited_or_is_gone_is_written_anew(beside: Path) -> None:
    archdoc.write()
    edited, gone, left = (beside / "docs" / "architecture" / name for name in ("map.md", "journey.md", "left.md"))
    before = edited.read_text(), gone.read_text()
    edited.write_text("# A map\n")
    gone.unlink()
    left.write_text("# Returns\n")
    names = [str(page.relative_to(beside)) for page in (gone, left, edited)]

    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("archdoc", "--check", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines() == [
        *names,
        "These pages are not what the code says. Run: ./manage.py archdoc",
    ]

    assert told().splitlines() == [*names, "These pages are new."]
    assert (edited.read_text(), gone.read_text(), left.exists()) == (*before, False)
    assert told() == told("--check") == "All pages are what the code says.\n"


def test_where_the_sources_are_not_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    with pytest.raises(tree.NoSourceTree, match="run it in a checkout"):
        archdoc.pages()


def test_the_front_page_has_both_pictures() -> None:
    page = (tree.ROOT / "README.md").read_text()
    assert "<!-- archdoc: map -->\n```mermaid\nflowchart TD\n" in page
    assert "<!-- archdoc: journey -->\n```mermaid\nsequenceDiagram\n" in page


@pytest.mark.parametrize("name", tree.names())
def test_a_canvas_names_all_that_a_context_has(name: str) -> None:
    tables = [model._meta.db_table for model in apps.get_app_config(name).get_models()]
    told = [each.event for each in mapping.published() if each.told_by == name]
    handlers = [each for one in mapping.published() for each in one.handlers if each.startswith(f"{name}.")]
    asked = [f"{use.called}.{use.function}" for use in walls.uses() if use.caller == name]
    assert [each for each in (*tables, *told, *handlers, *asked) if f"`{each}`" not in CANVASES[name]] == []


@pytest.mark.parametrize("name", tree.names())
def test_the_page_that_people_wrote_leads_to_the_canvas(name: str) -> None:
    page = (tree.ROOT / "contexts" / name / "README.md").read_text()
    assert f"(../../docs/architecture/contexts/{name}.md)" in page


def test_every_link_leads_to_a_page() -> None:
    for page in PAGES.rglob("*.md"):
        targets = [part.split(")")[0].split("#")[0] for part in page.read_text().split("](")[1:]]
        assert [target for target in targets if not (page.parent / target).exists()] == [], page.name


def test_who_asks_is_allowed_to() -> None:
    allowed = walls.allowed()
    assert [use for use in walls.uses() if use.called not in allowed[use.caller]] == []


def test_what_a_function_does_is_followed_through_what_it_calls() -> None:
    ended = reach(lifecycle.end_unpaid_batch)
    assert [(ask.called, ask.function) for ask in ended.asks] == [
        ("billing", "withdraw_claims"),
        ("inventory", "release_stock_of_orders"),
    ]
    assert [event.__name__ for event in ended.tells] == [
        "PaymentTakenOff",
        "InvoiceStatusChanged",
        "CreditNoteIssued",
        "AvailabilityChanged",
        "StockLow",
        "StockReplenished",
        "ReservationHeld",
        "StockReleased",
        "OrderCancelled",
    ]
    assert reach(placement.place_order).starts == ["order.placement"]


def test_what_two_functions_do_is_told_once() -> None:
    both = reach(placement.release_stock, lifecycle.cancel_order)
    assert [ask.function for ask in both.asks] == ["release_stock", "withdraw_claim", "check_cancellable"]


def test_what_a_context_hears_that_no_request_causes_is_drawn_too() -> None:
    assert "    order--)notification: OrderConfirmed<br/>announce_confirmation" in journey.afterwards("notification")


def test_what_is_told_for_one_fact_only_is_told_where_that_fact_is_made() -> None:
    assert [event.__name__ for event in reach(receivers.on_shipment_dispatched).tells] == ["OrderShipped"]
    assert reach(event_store.append).tells == []


def test_a_saga_that_calls_out_and_waits_says_so() -> None:
    page = "\n".join(sagas.section(labelling))
    assert "| calls out |" in page
    assert "| at most 1 day, then compensate |" in page
    assert 's3["<b>hand_over</b>' in page
    assert "s3 -. refused .-> u1" in page


def test_nothing_leads_back_from_behind_a_pivot() -> None:
    (saga,) = [one for one in sagas.current("order") if one.pivot is not None]
    place = saga.steps.index(saga.pivot) + 1
    picture = "\n".join(sagas.section(saga))
    refused = {step for step in range(1, len(saga.steps) + 1) if f"s{step} -. refused .->" in picture}
    assert refused == set(range(1, place + 1))
    assert f"Behind `{saga.pivot.name}`, its pivot, it goes forward only." in picture
