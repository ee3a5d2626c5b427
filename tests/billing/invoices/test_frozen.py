"""What stands on an issued document is changed and deleted by nobody; who pays and what was paid goes on."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from contexts.billing import models
from gotuto.db import execute
from tests.billing.builders import draft, issued, pay
from tests.billing.clients.test_clients import create_client

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

FROZEN = {
    "id": "gen_random_uuid()", "kind": "'credit_note'", "order_id": "gen_random_uuid()", "buyer": "'{}'", "series": "'X'",
    "legal_entity": "'other'", "year": "2025", "sequence": "77", "number": "'X'", "currency": "'USD'", "reference": "'A-1'",
    "net": "net + 1, total = total + 1", "tax": "tax + 1, total = total + 1", "issue_date": "issue_date + 1",
    "due_date": "due_date + 1", "seller_id": "NULL", "content_hash": "'x'", "nonce": "'x'", "issued_at": "issued_at + interval '1 s'",
    "created_at": "created_at + interval '1 s'", "credits_invoice_id": "id, kind = 'credit_note', order_id = NULL",
    "credit_reason": "'x'", "prices_include_tax": "false", "discount": "1", "discount_reason": "'x'", "notes": "'x'",
    "delivered_on": "issue_date", "deliver_to": "'FR'", "buyer_reference": "'x'",
}  # fmt: skip

# What a payment, a cancellation by an earlier release, or the merging of two clients changes.
FREE = {"client_id", "status", "amount_paid", "amount_credited", "void_reason", "updated_at", "version"}


@pytest.mark.parametrize("column", FROZEN)
def test_no_column_of_an_issued_document_is_changed(db, column):
    issued(now=NOW)
    with pytest.raises(DatabaseError, match="INV-2026-000001 is issued"), transaction.atomic():
        execute(f"UPDATE billing_invoice SET {column} = {FROZEN[column]}")


def test_every_column_is_frozen_or_free():
    columns = {field.column for field in models.Invoice._meta.concrete_fields} - {"total"}
    assert columns == set(FROZEN) | FREE


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM billing_invoice",
        "DELETE FROM billing_invoiceline",
        "UPDATE billing_invoiceline SET description = 'x'",
        "DELETE FROM billing_taxline",
        "UPDATE billing_taxline SET rate = 0.07",
        "DELETE FROM billing_seal",
        "UPDATE billing_seal SET number = 'x'",
    ],
)
def test_nothing_that_belongs_to_it_is_changed_or_deleted(db, statement):
    issued(now=NOW)
    with pytest.raises(DatabaseError, match=r"issued|stays"), transaction.atomic():
        execute(statement)


def test_it_is_paid_and_finds_another_client(db):
    invoice = issued(now=NOW)
    pay(invoice.id, "5.00", now=NOW)
    other = create_client(name="Ada, merged", email="ada@example.com", now=NOW)
    execute("UPDATE billing_invoice SET client_id = %s", [other.id])
    assert models.Invoice.objects.get().client_id == other.id


def test_a_draft_is_changed_and_deleted(db):
    execute("UPDATE billing_invoiceline SET description = 'Another tea' WHERE invoice_id = %s", [draft(now=NOW).id])
    models.Invoice.objects.update(order_id=None)
    models.InvoiceLine.objects.all().delete()
    models.TaxLine.objects.all().delete()
    models.Invoice.objects.all().delete()
    assert not models.Invoice.objects.exists()
