"""A shop with an account, and what its bank sends."""

from datetime import UTC, datetime
from typing import Any

from contexts.billing.bankfiles.dto import CsvMapping
from contexts.billing.bankfiles.use_cases import enter_account, save_mapping
from contexts.billing.bankstatements.dto import BankStatement, LineState
from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.bankstatements.use_cases import import_statement
from contexts.billing.invoices.dto import Invoice
from contexts.billing.invoices.queries import get_invoice
from tests.billing.bankstatements.files import IBAN, Entry, one_statement

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def account(iban: str = IBAN, currency: str = "EUR") -> None:
    enter_account(iban=iban, legal_entity="main", currency=currency, name="Giro")


def bring(*entries: Entry, **more: Any) -> BankStatement:
    """Let the bank's statement with these entries be read."""
    return brought(one_statement(*entries, **more))


def brought(content: bytes, **more: Any) -> BankStatement:
    (statement,) = import_statement(content=content, now=NOW, **more).statements
    return statement


def mapping(**changed: Any) -> CsvMapping:
    told: dict[str, Any] = {
        "name": "giro", "account": IBAN, "booked_on": "Tag", "amount": "Betrag", "party": "Name", "iban": "IBAN",
        "text": ("Zweck",), "currency": "Waehrung",
    }  # fmt: skip
    made = CsvMapping(**{**told, **changed})
    save_mapping(mapping=made)
    return made


def line_of(statement: BankStatement, which: int = 0) -> StatementLine:
    return StatementLine.objects.filter(statement_id=statement.id).order_by("id")[which]


def states(statement: BankStatement) -> list[LineState]:
    rows = StatementLine.objects.filter(statement_id=statement.id).order_by("id")
    return [LineState(row.state) for row in rows]


def now_of(invoice: Invoice) -> Invoice:
    return get_invoice(invoice_id=invoice.id, of_client=None)
