"""Retention: documents whose legal term is over may go; their seals stay, so that the chain goes on proving the rest."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from contexts.billing.books.domain import first_kept
from contexts.billing.books.dto import Retained
from contexts.billing.books.statements import delete_payments
from contexts.billing.documents.models import Document
from contexts.billing.dunning.models import DunningAction, DunningPause
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.models import InvoiceLine, TaxLine
from contexts.billing.numbers.models import Seal
from contexts.billing.payments.use_cases import lift_payments
from contexts.billing.sellers.queries import list_sellers
from gotuto import audit_log
from gotuto.db import execute, unit_of_work

_BATCH = 200
# What is still owed is not over, however old it is.
_SETTLED = (InvoiceStatus.PAID.value, InvoiceStatus.VOID.value)


def delete_old_documents(*, today: date) -> tuple[Retained, ...]:
    """Delete the settled documents whose term is over, of each seller; what was kept and what went."""
    # What is not in the ledger yet could not be told from what settles something else.
    lift_payments()
    return tuple(_of_seller(code, country, today) for code, country in _countries())


def _countries() -> Iterator[tuple[str, str]]:
    for entity in list_sellers().items:
        seller = entity.seller
        yield seller.legal_entity, "" if seller.address is None else seller.address.country


def _of_seller(code: str, country: str, today: date) -> Retained:
    years = settings.GOTUTO_KEEP_DOCUMENTS_YEARS.get(country)
    if years is None:
        return Retained(legal_entity=code, country=country, years=None, before=None, deleted=0)
    before, deleted = first_kept(today=today, years=years), 0
    while count := _delete_some(code, before=before, today=today):
        deleted += count
    return Retained(legal_entity=code, country=country, years=years, before=before, deleted=deleted)


@unit_of_work
def _delete_some(legal_entity: str, *, before: date, today: date) -> int:
    rows = list(_over(legal_entity, before).select_for_update(skip_locked=True).values_list("id", flat=True)[:_BATCH])
    if not rows:
        return 0
    notes = list(Invoice.objects.filter(credits_invoice__in=rows).values_list("id", flat=True))
    # The triggers let nothing go but what is older than this.
    execute("SELECT set_config('gotuto.retention_before', %s, true)", [before.isoformat()])
    # What is referred to goes last.
    for ids in (notes, rows):
        delete_payments(ids, before=before)
        _delete(ids, today=today)
    execute("SELECT set_config('gotuto.retention_before', '', true)")
    deleted = len(rows) + len(notes)
    audit_log.record("documents_gone_by_retention", seller=legal_entity, before=before.isoformat(), deleted=deleted)
    return deleted


def _delete(rows: list[UUID], *, today: date) -> None:
    """Delete documents and all that belongs to them but their seals, which say that they are gone."""
    files = Document.objects.filter(invoice__in=rows).values_list("pdf", "xml", "ubl")
    names = [name for row in files for name in row if name]
    Seal.objects.filter(pk__in=rows).update(gone_on=today)
    for model in (Fee, DunningPause, DunningAction, InvoiceLine, TaxLine, Document):
        model._default_manager.filter(invoice__in=rows).delete()
    Invoice.objects.filter(pk__in=rows).delete()
    transaction.on_commit(partial(_delete_files, names))


def _over(legal_entity: str, before: date) -> QuerySet[Invoice]:
    """Settled invoices whose term is over, and whose credit notes' is: these prove that they were settled, and go with them."""
    kept = Invoice.objects.filter(credits_invoice=OuterRef("pk"), issue_date__gte=before)
    return Invoice.objects.filter(
        ~Exists(kept),
        kind=InvoiceKind.INVOICE,
        legal_entity=legal_entity,
        number__isnull=False,
        issue_date__lt=before,
        status__in=_SETTLED,
    ).order_by("issue_date", "id")


def _delete_files(names: list[str]) -> None:
    for name in names:
        storages["documents"].delete(name)
