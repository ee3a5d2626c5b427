"""The storage of documents, an outbound destination: the worker makes the files of an invoice, and stores them once.

A file lies under the digest of its content, so that one that was stored by an attempt which then died is the same file or
another one, and never half of one.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from contexts.billing.documents import dto, models
from contexts.billing.documents.errors import DocumentIncomplete, NotInEn16931, SellerIncomplete
from contexts.billing.numbers.statements import DOCUMENTS
from contexts.billing.sellers.domain import missing
from contexts.billing.sellers.queries import get_logo
from gotuto import error_words
from gotuto.errors import BusinessError
from gotuto.outbound import Destination, Done, Outcome, Refused, RetryLater, Timeouts


@dataclass(frozen=True, kw_only=True)
class Files:
    """What is stored of a document; without XML the refusal of EN 16931 says why."""

    pdf: bytes
    xml: bytes | None = None
    ubl: bytes | None = None
    refusal: DocumentIncomplete | NotInEn16931 | None = None

    @property
    def why_no_xml(self) -> str:
        """In words that a refusal can be made of again."""
        if self.refusal is None:
            return ""
        return self.refusal.reason if isinstance(self.refusal, NotInEn16931) else self.refusal.what


def _files(document: dto.Document, *, logo: bytes | None, fonts: Path | None) -> Files:
    """Draw a document, and write it as an e-invoice where that can be. Raises MissingGlyphs, LogoUnreadable."""
    # Imported when the first document is made: most processes make none, and what draws takes long to load.
    from contexts.billing.documents import einvoice, pdf

    paper = pdf.render(document, logo=logo, fonts=fonts)
    try:
        xml, ubl = einvoice.cii(document), einvoice.ubl(document)
    except (DocumentIncomplete, NotInEn16931) as refusal:
        # Whoever buys needs their invoice also where no standard of e-invoices covers it.
        return Files(pdf=paper, refusal=refusal)
    return Files(pdf=einvoice.facturx(paper, xml, document), xml=xml, ubl=ubl)


def make_and_store(row: models.Document, *, timeouts: Timeouts) -> Outcome:
    """Draw the document of an invoice and store it; what cannot be drawn is refused, and says why."""
    document = row.printed()
    try:
        if lacking := missing(document.seller):
            raise SellerIncomplete(seller=document.seller.name, missing=lacking)
        files = _files(
            document,
            logo=get_logo(sha256=document.seller.logo),
            fonts=Path(settings.GOTUTO_FONTS_DIR) if settings.GOTUTO_FONTS_DIR else None,
        )
    except BusinessError as refusal:
        return Refused(refusal.code, refusal.detail)
    try:
        return Done(answer=dict(_stored(row, files)))
    except OSError as failure:
        return RetryLater("billing.storage_down", error_words.words(failure), is_down=True)


def _stored(row: models.Document, files: Files) -> Iterator[tuple[str, Any]]:
    for kind, content in (("pdf", files.pdf), ("xml", files.xml), ("ubl", files.ubl)):
        if content is not None:
            digest = hashlib.sha256(content).hexdigest()
            yield kind, _store(f"{row.invoice.issue_date:%Y/%m}/{row.invoice_id}/{digest[:16]}.{kind}", content)
            yield f"{kind}_sha256", digest
    if files.refusal is not None:
        yield "no_xml_code", files.refusal.code
        yield "no_xml_reason", files.why_no_xml[:500]


def _store(name: str, content: bytes) -> str:
    storage = storages["documents"]
    return name if storage.exists(name) else storage.save(name, ContentFile(content))


def was_not_made(row: models.Document, *, timeouts: Timeouts) -> Outcome:
    """Nobody was told of files of which the row knows nothing: they are made again."""
    return RetryLater("billing.document_not_stored", "The worker that made the document did not say that it is there.")


storage = Destination(
    name=DOCUMENTS,
    model=models.Document,
    send=make_and_store,
    ask=was_not_made,
    ask_after=(timedelta(seconds=5),),
    timeouts=Timeouts(connect=10, read=10, whole=60),
)
