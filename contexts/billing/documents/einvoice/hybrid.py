"""Factur-X, in Germany ZUGFeRD: a PDF/A-3 that people read, with its CII for programs inside."""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice.xml import LEVEL

# What the library stamps with the time of day: dates of the PDF, whose colon may be written as octal, and of its XMP.
_PDF_DATE = re.compile(rb"(?<=D:)\d{14}|(?<=D\\072)\d{14}")
_XMP_DATE = re.compile(rb"(?<=Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=\+00:00<)")
# What tells one file from another (ISO 32000, 14.4) is a digest that those dates have changed.
_ID = re.compile(rb"(?<=/ID \[ )<[0-9a-f]{32}> <[0-9a-f]{32}>(?= \]\n>>\nstartxref)")


def facturx(pdf: bytes, cii: bytes, document: Document) -> bytes:
    """Put the XML into a PDF, with the metadata of PDF/A-3b and Factur-X.

    The PDF must be PDF/A-3b but for those: its fonts embedded, an output intent, no encryption. The same input makes the
    same bytes, dated with the day of issue.
    """
    made = _embedded(pdf, cii, document)
    dated = _PDF_DATE.sub(f"{document.issue_date:%Y%m%d}000000".encode(), made)
    dated = _XMP_DATE.sub(f"{document.issue_date:%Y-%m-%d}T00:00:00".encode(), dated)
    digest = sha256(pdf + cii).hexdigest()[:32]
    return _ID.sub(f"<{digest}> <{digest}>".encode(), dated)


def _embedded(pdf: bytes, cii: bytes, document: Document) -> bytes:
    from facturx import generate_from_file

    # Not its generate_from_binary, which leaves a part of the former PDF in front of the new one.
    with TemporaryDirectory(prefix="factur-x-") as directory:
        made = Path(directory) / "factur-x.pdf"
        generate_from_file(
            BytesIO(pdf),
            cii,
            flavor="factur-x",
            level=LEVEL,
            # It was checked when it was made.
            check_xsd=False,
            pdf_metadata=_metadata(pdf, document),
            lang=document.language,
            output_pdf_file=str(made),
            # The PDF shows what the XML says.
            afrelationship="alternative",
            # Archives read the metadata without unpacking; and so the dates in them can be set.
            xmp_compression=False,
        )
        return made.read_bytes()


def _metadata(pdf: bytes, document: Document) -> dict[str, str]:
    from pypdf import PdfReader

    told = PdfReader(BytesIO(pdf)).xmp_metadata
    return {
        "title": told.dc_title["x-default"] if told and told.dc_title else document.number,
        "author": document.seller.name,
        "subject": f"{document.seller.name}: {document.number}",
        "keywords": "Factur-X, ZUGFeRD, EN 16931",
    }
