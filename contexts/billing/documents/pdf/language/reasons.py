"""Why something bears no tax, in the words that directive 2006/112/EC (art. 226) asks for."""

from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.invoices.dto import TaxLine
from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import sentence

_TAXED = {TaxCategory.STANDARD, TaxCategory.ZERO}
_OUT_OF_SCOPE = "VATEX-EU-O"


def reasons(document: Document) -> Iterator[str]:
    """A sentence for each reason, each once, in the order of the taxes."""
    untaxed = (one for one in document.tax_lines if one.category not in _TAXED)
    yield from dict.fromkeys(f"{sentence(_code(one), document.language)}." for one in untaxed)


def _code(one: TaxLine) -> str:
    # What is out of scope may be so without a code (BR-O-10 lets the words alone stand).
    return one.exemption or (_OUT_OF_SCOPE if one.category is TaxCategory.OUT_OF_SCOPE else "")
