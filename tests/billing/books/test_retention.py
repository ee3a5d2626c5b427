"""Documents go when their legal term is over, and no day before; their seals stay."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from contexts.billing import models
from contexts.billing.books.queries import verify
from contexts.billing.books.use_cases import delete_old_documents
from contexts.billing.invoices.use_cases import issue_invoice
from tests.billing.builders import credit, draft, pay
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def _issued(year: int, *, paid: bool = True) -> models.Invoice:
    now = datetime(year, 12, 31, 12, tzinfo=UTC)
    invoice = draft(now=now)
    issue_invoice(invoice_id=invoice.id, now=now)
    if paid:
        pay(invoice.id, "12.50", now=now)
    return models.Invoice.objects.get(pk=invoice.id)


def test_what_is_old_and_settled_goes_and_its_seal_says_so(django_capture_on_commit_callbacks):
    described()
    old, owed, kept = _issued(2017), _issued(2017, paid=False), _issued(2018)
    name = storages["documents"].save("2017/12/old.pdf", ContentFile(b"paper"))
    models.Document.objects.filter(invoice=old).update(status="done", pdf=name, pdf_sha256="0" * 64)

    with django_capture_on_commit_callbacks(execute=True):
        [done] = delete_old_documents(today=TODAY)

    assert (done.deleted, done.years, done.before, done.country) == (1, 8, date(2018, 1, 1), "DE")
    assert set(models.Invoice.objects.values_list("id", flat=True)) == {owed.id, kept.id}
    assert not storages["documents"].exists(name)
    assert models.Seal.objects.get(pk=old.id).gone_on == TODAY
    found = verify()
    assert (found.sealed, found.gone, found.findings) == (3, 1, ())


def test_where_nobody_has_said_how_long_nothing_goes(settings):
    described()
    settings.GOTUTO_KEEP_DOCUMENTS_YEARS = {"CH": 10}
    _issued(1999)
    said = StringIO()
    call_command("retention", "run", stdout=said)
    assert said.getvalue() == "main: nothing; GOTUTO_KEEP_DOCUMENTS_YEARS does not name DE.\n"
    assert models.Invoice.objects.count() == 1


def test_a_dry_run_says_what_would_go():
    described()
    _issued(2001)
    said = StringIO()
    call_command("retention", "run", "--dry-run", stdout=said)
    assert said.getvalue().startswith("main: 1 documents from before ")
    assert models.Invoice.objects.count() == 1


def test_a_credit_note_goes_with_its_invoice_and_no_day_before(django_capture_on_commit_callbacks):
    described()
    gone, kept = _issued(2017, paid=False), _issued(2017, paid=False)
    note = credit(gone.id, now=datetime(2017, 12, 31, 13, tzinfo=UTC))
    later = credit(kept.id, now=datetime(2018, 1, 1, 13, tzinfo=UTC))

    with django_capture_on_commit_callbacks(execute=True):
        [done] = delete_old_documents(today=TODAY)

    assert done.deleted == 2
    assert set(models.Invoice.objects.values_list("id", flat=True)) == {kept.id, later.id}
    assert set(models.Seal.objects.filter(gone_on=TODAY).values_list("id", flat=True)) == {gone.id, note.id}
    assert verify().findings == ()
