"""Documents as archives take them: every sample as PDF and with its XML inside is PDF/A-3b, as veraPDF judges it."""

import tempfile
from pathlib import Path

from fpdf import FPDF

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice import cii, facturx
from contexts.billing.documents.pdf import render
from contexts.billing.errors import DocumentIncomplete, NotInEn16931
from tests.billing.documents.reading import FONTS
from tests.billing.documents.samples import SAMPLES
from wider import verapdf
from wider.check import Check, Failed, Tool

# Its font is not embedded, and it has no metadata: whoever lets it pass looks at nothing.
_NO_ARCHIVE = "no-archive.pdf"


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-archive-") as folder:
        for name, case in SAMPLES.items():
            _write(case(), Path(folder) / name)
        _write_what_must_be_refused(Path(folder) / _NO_ARCHIVE)
        verdicts = verapdf.broken(sorted(Path(folder).iterdir()))
    if not verdicts.pop(_NO_ARCHIVE, None):
        raise Failed("a PDF without embedded fonts passed for PDF/A-3b")
    faulty = {name: sorted(set(clauses)) for name, clauses in verdicts.items() if clauses}
    hybrid = sum(name.endswith("-xml.pdf") for name in verdicts)
    if faulty or len(verdicts) - hybrid != len(SAMPLES):
        raise Failed(f"{len(verdicts)} files were judged, of which these break clauses of ISO 19005-3: {faulty}")
    return f"{len(verdicts)} files are PDF/A-3b, {hybrid} of them with their XML inside (veraPDF {verapdf.VERSION})"


def _write(document: Document, path: Path) -> None:
    paper = render(document, fonts=FONTS)
    path.with_name(f"{path.name}.pdf").write_bytes(paper)
    try:
        xml = cii(document)
    except (DocumentIncomplete, NotInEn16931):
        return
    path.with_name(f"{path.name}-xml.pdf").write_bytes(facturx(paper, xml, document))


def _write_what_must_be_refused(path: Path) -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica")
    page.cell(text="no archive")
    page.output(str(path))


CHECK = Check(
    "archive",
    (
        Tool("Java", ("java", "-version"), "Debian's default-jdk-headless"),
        Tool("Maven", ("mvn", "-version"), "Debian's maven"),
    ),
    _run,
)
