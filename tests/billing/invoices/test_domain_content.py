"""What the seal of an invoice vouches for: plain Python, no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest

from contexts.billing.invoices.domain.content import content_hash
from contexts.billing.invoices.dto import Buyer, InvoiceKind, Particulars
from contexts.billing.lines.domain import bill
from gotuto.address import Address
from gotuto.ids import InvoiceLineId, new_id
from tests.billing.lines import line

TEA = bill([line("11.90", rate="0.19")], currency="EUR", standard_rate=Decimal("0.19"))
BOB = Buyer(
    name="Bob",
    email="bob@example.com",
    address=Address(name="Bob", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE"),
)
INVOICE = {
    "kind": InvoiceKind.INVOICE,
    "buyer": BOB,
    "bill": TEA,
    "particulars": Particulars(delivered_on=date(2026, 11, 2)),
    "reference": "2026-7",
    "nonce": b"\x2a" * 16,
}
# All that is said of the invoice, and nothing of what is not.
SAID = (
    '{"bill":{"lines":[{"description":"Green tea","position":1,"quantity":1,"sku":"TEA","tax_category":"S","tax_rate":"0.19",'
    '"total":{"amount":"11.90","currency":"EUR"},"unit":"C62","unit_price":{"amount":"11.90","currency":"EUR"}}],'
    '"net":{"amount":"10.00","currency":"EUR"},"tax":{"amount":"1.90","currency":"EUR"},'
    '"tax_lines":[{"category":"S","gross":{"amount":"11.90","currency":"EUR"},"net":{"amount":"10.00","currency":"EUR"},'
    '"rate":"0.19","tax":{"amount":"1.90","currency":"EUR"}}],"total":{"amount":"11.90","currency":"EUR"}},'
    '"buyer":{"address":{"city":"Hamburg","country":"DE","line1":"Alley 2","name":"Bob","postal_code":"20095"},'
    '"email":"bob@example.com","name":"Bob"},"delivered_on":"2026-11-02","kind":"invoice",'
    '"nonce":"2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a","reference":"2026-7"}'
)


def sealed(**said):
    return content_hash(**(INVOICE | said))


def test_what_was_sealed_by_an_earlier_release_is_read_the_same():
    assert sealed() == sha256(SAID.encode()).digest()


def test_the_ids_of_lines_are_not_sealed():
    [only] = TEA.lines
    assert sealed(bill=replace(TEA, lines=(replace(only, id=InvoiceLineId(new_id())),))) == sealed()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": InvoiceKind.CREDIT_NOTE},
        {"buyer": replace(BOB, vat_id="DE136695976")},
        {"bill": replace(TEA, has_net_prices=True)},
        {"particulars": Particulars(delivered_on=date(2026, 11, 2), notes="Thank you.")},
        {"particulars": Particulars(delivered_on=date(2026, 11, 2), credits_invoice_id=UUID(int=1))},
        {"reference": ""},
        {"nonce": b"\x2b" * 16},
    ],
    ids=lambda said: next(iter(said)),
)
def test_whatever_stands_on_an_invoice_is_sealed(said):
    assert sealed(**said) != sealed()
