"""Documents without files are listed, made, and those that are stored are proven, by whoever runs the shop."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from contexts.billing import models
from contexts.billing.documents import queries, statements
from contexts.billing.documents.dto import AskedFor, Lack
from contexts.billing.documents.use_cases import make_documents, make_incomplete_documents
from gotuto.outbound.models import Status
from tests.billing.builders import draft, issued, told
from tests.billing.sellers.builders import described
from tests.shop import settle
from tests.thawing import thawed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seller(now):
    """A seller who has said enough."""
    described(now=now)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("documents", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def of_an_earlier_release(now, **more) -> models.Invoice:
    """One that got its number when there were neither sellers nor documents nor seals."""
    row = models.Invoice.objects.get(pk=issued(now=now, **more).id)
    models.Document.objects.filter(invoice=row).delete()
    with thawed():
        models.Invoice.objects.filter(pk=row.pk).update(seller=None, content_hash=None, nonce=None)
        models.Seal.objects.filter(pk=row.pk).delete()
    return row


def refused(now, code: str = "billing.missing_glyphs") -> models.Document:
    """One that could not be made."""
    rows = models.Document.objects.filter(invoice_id=issued(now=now).id)
    rows.update(status=Status.REFUSED, outcome_code=code, last_error="No font has it.", attempts=1)
    return rows.get()


def test_all_that_have_no_files_are_listed_with_the_reason(now):
    settle()
    issued(now=now)
    settle()
    never, waiting, broken = of_an_earlier_release(now), issued(now=now), refused(now)
    draft(now=now)
    void = of_an_earlier_release(now)
    models.Invoice.objects.filter(id=void.id).update(status="void", void_reason="Wrong.")

    found = {one.number: (one.state, one.code) for one in queries.list_unmade(state=None, limit=9)}

    assert found == {
        never.number: (Lack.NEVER_ASKED, ""),
        waiting.number: (Lack.WAITING, ""),
        broken.invoice.number: (Lack.REFUSED, "billing.missing_glyphs"),
    }
    assert said("list").splitlines()[0].split()[:4] == ["number", "legal_entity", "issue_date", "state"]
    assert said("list").splitlines()[1].split()[:3] == [broken.invoice.number, "main", "2026-03-02"]
    [line] = json.loads(said("list", "--state", "refused", "--json"))
    assert (line["number"], line["call"]) == (broken.invoice.number, str(broken.id))
    assert "No font has it." not in said("list")
    assert len(json.loads(said("list", "--limit", "2", "--json"))) == 2


def test_a_large_table_is_looked_at_piece_by_piece(now, monkeypatch):
    numbers = [of_an_earlier_release(now).number for _ in range(5)]
    monkeypatch.setattr(statements, "_PIECE", 2)
    assert [[one.number for one in some] for some in statements.unmade()] == [
        numbers[:2:-1],
        numbers[2:0:-1],
        numbers[:1],
    ]


def test_where_all_have_their_files_it_says_so(now):
    issued(now=now)
    settle()
    assert said("list") == "Every issued document has its files.\n"
    assert said("list", "--state", "refused") == "There are no such documents.\n"
    assert said("make").splitlines()[0].startswith("0 documents are asked for")


def test_those_of_an_earlier_release_are_made_without_a_mail_and_those_of_this_one_with(now):
    never = of_an_earlier_release(now)
    broken = refused(now)

    assert said("make").startswith(
        "2 documents are asked for, 120 each minute: 1 that were refused, 1 for the first time.\n"
    )
    settle()

    assert set(models.Document.objects.values_list("status", flat=True)) == {Status.DONE}
    assert queries.get_pdf(invoice_id=never.id).content.startswith(b"%PDF")
    assert [fact["invoice_id"] for fact in told("billing.document_stored")] == [str(broken.invoice_id)]
    assert [one.subject for one in mail.outbox] == ["Your invoice"]


def test_a_second_run_asks_for_nothing(now):
    of_an_earlier_release(now)
    refused(now)
    said("make")
    before = list(models.Document.objects.order_by("id").values())

    assert json.loads(said("make", "--json")) == {"refused": 0, "never_asked": 0, "dry_run": False}

    assert list(models.Document.objects.order_by("id").values()) == before


def test_two_who_ask_at_once_ask_once(now):
    row, broken = of_an_earlier_release(now), refused(now)
    [found] = queries.to_be_made()
    assert statements.ask_for([row.id], due_at=now) == 1
    models.Document.objects.filter(pk=broken.pk).update(status=Status.QUEUED)
    assert statements.ask_for([row.id], due_at=now) == 0
    assert {one.number for one in found} == {row.number, broken.invoice.number}


def test_somebody_who_came_first_is_not_counted(now, monkeypatch):
    row, broken = of_an_earlier_release(now), refused(now)
    found = list(queries.to_be_made())
    statements.ask_for([row.id], due_at=now)
    models.Document.objects.filter(pk=broken.pk).update(status=Status.QUEUED)
    monkeypatch.setattr(queries, "to_be_made", lambda: iter(found))
    assert list(make_documents(a_minute=9, now=now)) == [AskedFor(refused=0, never_asked=0)]


def test_they_are_made_some_each_minute_so_that_new_invoices_do_not_wait(now):
    rows = [of_an_earlier_release(now) for _ in range(5)]
    assert list(make_documents(a_minute=2, now=now)) == [AskedFor(never_asked=number) for number in (2, 2, 1)]
    due = models.Document.objects.order_by("-invoice_id").values_list("due_at", flat=True)
    minutes = [(each - now) / timedelta(minutes=1) for each in due]
    assert (minutes, len(rows)) == ([0, 0, 1, 1, 2], 5)
    for wrong in ("0", "-1", "x"):
        with pytest.raises(CommandError, match="a-minute"):
            said("make", "--a-minute", wrong)


def test_those_of_a_seller_who_said_too_little_wait_and_the_others_are_made(now):
    described(vat_id="")
    of_an_earlier_release(now)
    refused(now, "billing.seller_incomplete")
    broken = refused(now)

    told_then = said("make")

    assert told_then.startswith("1 documents are asked for")
    assert told_then.endswith(
        "Others wait for main, who has not said yet: vat_id or tax_number (`manage.py seller`).\n"
    )
    broken.refresh_from_db()
    assert broken.status == Status.QUEUED


def test_what_waited_for_its_seller_is_made_some_each_minute(now, monkeypatch):
    rows = [refused(now, "billing.seller_incomplete") for _ in range(3)]
    monkeypatch.setattr("contexts.billing.documents.use_cases.A_MINUTE", 2)
    assert make_incomplete_documents(legal_entity="main", now=now) == 3
    due = [models.Document.objects.get(pk=row.pk).due_at - now for row in rows]
    assert due == [timedelta(minutes=1), timedelta(0), timedelta(0)]


def test_a_dry_run_counts_them_and_leaves_them(now):
    of_an_earlier_release(now)
    refused(now)
    before = list(models.Document.objects.order_by("id").values())
    assert said("make", "--dry-run", "--a-minute", "7").startswith("2 documents would be asked for, 7 each minute:")
    assert json.loads(said("make", "--dry-run", "--json")) == {"refused": 1, "never_asked": 1, "dry_run": True}
    assert list(models.Document.objects.order_by("id").values()) == before


class TestProvingThem:
    @pytest.fixture
    def files(self, now) -> list[Path]:
        issued(now=now)
        settle()
        row = models.Document.objects.get()
        return [Path(storages["documents"].path(name)) for name in (row.pdf, row.xml, row.ubl) if name]

    def test_all_are_read_and_compared(self, files):
        assert said("verify") == f"{len(files)} files, 0 of them not as stored.\n"

    def test_each_that_is_missing_or_damaged_is_named_with_its_document(self, files):
        files[0].unlink()
        row = models.Document.objects.select_related("invoice").get()
        out = StringIO()
        with pytest.raises(CommandError, match="Copy them from a backup"):
            call_command("documents", "verify", stdout=out, stderr=StringIO())
        assert out.getvalue().splitlines() == [
            f"{row.invoice.number}: {row.pdf} is missing.",
            f"{len(files)} files, 1 of them not as stored.",
        ]
        files[0].write_bytes(b"another")
        assert [one.says for one in queries.check_files() if one.says] == ["is not what was stored"]

    def test_where_nothing_is_stored_nothing_is_wrong(self):
        assert said("verify") == "0 files, 0 of them not as stored.\n"
