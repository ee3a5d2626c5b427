"""The sample documents add up, so that whoever fails on one has found a fault of their own."""

import pytest

from contexts.billing.documents.dto import Document
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money, total
from tests.billing.documents.samples import SAMPLES

DOCUMENTS = [pytest.param(case(), id=name) for name, case in SAMPLES.items()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_parts_of_a_sample_are_its_whole(document: Document) -> None:
    currency = document.total.currency
    less = document.discount.amount if document.discount else Money.zero(currency)
    lines = total((one.total for one in document.lines), currency) - less

    assert lines == (document.total if document.prices_include_tax else document.net)
    assert document.net + document.tax == document.total
    assert total((one.gross for one in document.tax_lines), currency) == document.total


def test_the_samples_are_of_every_kind() -> None:
    documents = [case() for case in SAMPLES.values()]

    assert {one.kind for one in documents} == set(InvoiceKind)
    assert {one.language for one in documents} == {"en", "de", "fr", "es"}
    assert {line.category for one in documents for line in one.tax_lines} == set(TaxCategory)
    assert {one.total.currency for one in documents} == {"EUR", "JPY", "KWD"}
