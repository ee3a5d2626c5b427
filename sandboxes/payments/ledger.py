"""The ledger: what was paid, captured and given back, by the word of this server; an SQLite file, or memory."""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS payment (
    id TEXT PRIMARY KEY, amount TEXT NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL, capture TEXT NOT NULL,
    captured TEXT NOT NULL DEFAULT '0', refunded TEXT NOT NULL DEFAULT '0', description TEXT NOT NULL,
    return_url TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    id TEXT PRIMARY KEY, payment TEXT NOT NULL, key TEXT NOT NULL UNIQUE, amount TEXT NOT NULL, status TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
    key TEXT NOT NULL, path TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, path));
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
"""

Row = dict[str, Any]


class Refusal(Exception):
    """The gateway says no, by a status of HTTP and a code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Answer:
    status: int
    body: Row


class Ledger:
    """One at a time may write; a request with an Idempotency-Key that was answered is answered the same again."""

    def __init__(self, file: str = ":memory:", *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(_TABLES)

    @contextmanager
    def unit(self) -> Any:
        """All or nothing, and nobody in between."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def once(self, key: str, path: str, request: Row, effect: Callable[[], Row], *, status: int) -> Answer:
        """What the request with this key does, the first time; its answer is kept, a refusal too."""
        told = json.dumps(request, sort_keys=True)
        with self._lock:
            known = self.rows("SELECT * FROM answer WHERE key = ? AND path = ?", key, path)
            if known:
                if known[0]["request"] != told:
                    return Answer(422, {"code": "key_reused"})
                return Answer(known[0]["status"], json.loads(known[0]["body"]))
            with self.unit():
                answer = _answered(effect, status)
                self.run("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", key, path, told, answer.status,
                         json.dumps(answer.body))  # fmt: skip
            return answer

    def rows(self, question: str, *values: Any) -> list[Row]:
        with self._lock:
            return [dict(row) for row in self._connection.execute(question, values)]

    def run(self, statement: str, *values: Any) -> None:
        with self._lock:
            self._connection.execute(statement, values)

    def tell(self, kind: str, payment: str) -> None:
        """Have a webhook sent: that something happened to a payment, not what it came to."""
        body = json.dumps({"id": f"evt_{secrets.token_hex(8)}", "type": kind, "payment": payment})
        self.run("INSERT INTO event (id, body, due) VALUES (?, ?, ?)", json.loads(body)["id"], body, self.clock())

    def all(self) -> Row:
        """Everything, to be compared with the books of whoever was paid."""
        payments, refunds = (
            self.rows("SELECT * FROM payment ORDER BY id"),
            self.rows("SELECT * FROM refund ORDER BY id"),
        )
        return {
            "payments": payments,
            "refunds": refunds,
            "captured": str(sum((Decimal(row["captured"]) for row in payments), Decimal(0))),
            "refunded": str(sum((Decimal(row["amount"]) for row in refunds), Decimal(0))),
            "events_waiting": self.rows("SELECT count(*) AS n FROM event")[0]["n"],
        }


def amount_of(request: Row) -> Decimal:
    """The amount that a request names. Raises Refusal."""
    try:
        amount = Decimal(str(request["amount"]))
    except (KeyError, InvalidOperation):
        raise Refusal(422, "amount_invalid") from None
    if not (amount.is_finite() and amount > 0):
        raise Refusal(422, "amount_invalid")
    return amount


def _answered(effect: Callable[[], Row], status: int) -> Answer:
    try:
        return Answer(status, effect())
    except Refusal as refusal:
        return Answer(refusal.status, {"code": refusal.code})
