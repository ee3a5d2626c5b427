"""What a row is called where people meet it, in the back office."""

from datetime import UTC, datetime

from contexts.billing import models
from tests.billing.builders import draft, issued, pay

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def named(model):
    return [str(row) for row in model.objects.order_by("id")]


def test_rows_say_what_they_are(db):
    draft(now=NOW)
    pay(issued(now=NOW).id, "1.00", now=NOW, reference="Statement 7")
    assert named(models.Client) == ["Ada <ada@example.com>"] * 2
    assert named(models.Invoice) == ["draft", "INV-2026-000001"]
    assert named(models.InvoiceLine) == ["1 x Green tea"] * 2
    assert named(models.TaxLine) == ["19 %"] * 2
    assert named(models.Payment) == ["Statement 7"]
    assert named(models.NumberCounter) == ["INV-2026: 1"]
