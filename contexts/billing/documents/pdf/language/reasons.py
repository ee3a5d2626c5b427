"""Why something bears no tax, in the words that directive 2006/112/EC (art. 226) asks for."""

from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.taxes.exemptions import bears_tax, reason


def reasons(document: Document) -> Iterator[str]:
    """A sentence for each reason, each once, in the order of the taxes."""
    untaxed = (one for one in document.tax_lines if not bears_tax(one.category))
    said = (reason(one.category, one.exemption, document.language, small_in=document.small_in) for one in untaxed)
    yield from dict.fromkeys(f"{sentence}." for sentence in said)
