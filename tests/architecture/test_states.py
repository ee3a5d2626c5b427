"""Statuses have one home, the transition tables of the domains: SQL gets them as parameters, or is compared with them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contexts.billing.attempts.dto import AttemptStatus
from contexts.billing.fees.dto import FeeState
from contexts.billing.invoices.domain import ALLOWED_FROM as INVOICE
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.inventory.dto import ReservationState
from contexts.order.orders.domain.order import ALLOWED_FROM as ORDER
from contexts.order.orders.dto import OrderStatus
from contexts.shipping.domain import ALLOWED_FROM as SHIPMENT
from contexts.shipping.dto import ShipmentState
from gotuto.outbound.models import Status as CallStatus
from gotuto.sagas.models import SagaRun
from tests.architecture import tree

STATUSES = {
    *AttemptStatus,
    *FeeState,
    *InvoiceStatus,
    *OrderStatus,
    *ShipmentState,
    *ReservationState,
    *CallStatus.values,
    *SagaRun.State.values,
}

COMPARED = re.compile(r"\b(?:status|state)(?:::\w+)?\s*(?:=|<>|!=|IN|NOT IN)\s*(\([^()]*\)|'[^']*')")
WORD = re.compile(r"'([^']*)'")

# Where a status may stand as a literal, because there is nobody who could give it as a parameter.
LITERALS = {
    "apps.py": "figures of the dashboard and metrics are texts that the kernel asks",
}


def literals(text: str) -> set[str]:
    """The words that SQL compares a status with, or sets it to."""
    return {word for found in COMPARED.findall(text) for word in WORD.findall(found)}


def texts(path: Path) -> Iterator[str]:
    if path.suffix == ".sql":
        yield path.read_text()
        return
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def places() -> list[Path]:
    sql = (path for package in ("contexts", "config") for path in sorted((tree.ROOT / package).rglob("*.sql")))
    return [*tree.sources("contexts", "config"), *sql]


def test_a_status_in_a_statement_is_a_parameter() -> None:
    for path in tree.sources("contexts"):
        found = {word for text in texts(path) for word in literals(text)}
        assert not found or path.name in LITERALS, f"{path.relative_to(tree.ROOT)}: give {sorted(found)} as parameters"


def test_a_status_that_must_be_a_literal_is_one_that_there_is() -> None:
    found = {word for path in places() for text in texts(path) for word in literals(text)}
    assert found
    assert found <= STATUSES


@pytest.mark.parametrize(
    ("table", "kind", "first"),
    [
        (INVOICE, InvoiceStatus, InvoiceStatus.DRAFT),
        (ORDER, OrderStatus, OrderStatus.PENDING),
        (SHIPMENT, ShipmentState, ShipmentState.PENDING),
    ],
)
def test_a_transition_table_knows_every_status(table, kind, first) -> None:  # type: ignore[no-untyped-def]
    assert set(table) == set(kind) - {first}
    assert {before for befores in table.values() for before in befores} <= set(kind)


def test_a_literal_is_noticed() -> None:
    assert literals("UPDATE x SET status = 'sent' WHERE state NOT IN ('held', 'gone') AND o.status <> %(s)s") == {
        "sent",
        "held",
        "gone",
    }
