"""The gateway: what can be done to a payment, and when it is refused."""

import secrets
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from sandboxes.payments.ledger import Ledger, Refusal, Row, amount_of

OPEN, AUTHORIZED, PAID, DECLINED, CANCELED, EXPIRED = "open", "authorized", "paid", "declined", "canceled", "expired"
_HALF_AN_HOUR = 1800.0


class Gateway:
    """Payments and refunds of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def start(self, request: Row) -> Row:
        """A payment that waits for its buyer. Raises Refusal."""
        amount, address = amount_of(request), urlsplit(str(request.get("return_url", "")))
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Refusal(422, "return_url_invalid")
        payment, expires = f"pay_{secrets.token_hex(12)}", self._end_of(request)
        self.ledger.run(
            "INSERT INTO payment (id, amount, currency, status, capture, description, return_url, expires)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            payment, str(amount), str(request.get("currency", ""))[:3], OPEN, str(request.get("capture", "automatic")),
            str(request.get("description", ""))[:200], request["return_url"], expires,
        )  # fmt: skip
        return self.get(payment)

    def _end_of(self, request: Row) -> float:
        return float(request.get("expires_at", self.ledger.clock() + _HALF_AN_HOUR))

    def get(self, payment: str) -> Row:
        """Raises Refusal for one that nobody started."""
        found = self.ledger.rows("SELECT * FROM payment WHERE id = ?", payment)
        if not found:
            raise Refusal(404, "payment_unknown")
        if found[0]["status"] == OPEN and found[0]["expires"] <= self.ledger.clock():
            return {**found[0], "status": EXPIRED}
        return found[0]

    def choose(self, payment: str, choice: str) -> Row:
        """What the buyer does on the page: `pay`, `decline` or `leave`; nothing once it is over."""
        found = self.get(payment)
        if found["status"] == OPEN and choice == "pay":
            if found["capture"] == "manual":
                return self._now(payment, AUTHORIZED)
            return self._now(payment, PAID, captured=found["amount"])
        if found["status"] == OPEN and choice == "decline":
            return self._now(payment, DECLINED)
        return found

    def capture(self, payment: str, request: Row) -> Row:
        """Take what was authorized, or less. Raises Refusal."""
        found = self.get(payment)
        amount = amount_of(request)
        if found["status"] != AUTHORIZED:
            raise Refusal(409, f"payment_{found['status']}")
        if amount > Decimal(found["amount"]):
            raise Refusal(422, "amount_too_high")
        return self._now(payment, PAID, captured=str(amount))

    def void(self, payment: str) -> Row:
        """Let go of what was not taken. Raises Refusal."""
        found = self.get(payment)
        if found["status"] == CANCELED:
            return found
        if found["status"] not in (OPEN, AUTHORIZED):
            raise Refusal(409, f"payment_{found['status']}")
        return self._now(payment, CANCELED)

    def refund(self, payment: str, request: Row, *, key: str) -> Row:
        """Give back what was taken, whole or in part. Raises Refusal."""
        found, amount = self.get(payment), amount_of(request)
        refunded = Decimal(found["refunded"]) + amount
        if refunded > Decimal(found["captured"]):
            raise Refusal(422, "more_than_captured")
        refund = f"ref_{secrets.token_hex(12)}"
        self.ledger.run("INSERT INTO refund VALUES (?, ?, ?, ?, ?)", refund, payment, key, str(amount), "succeeded")
        self._now(payment, found["status"], refunded=str(refunded))
        return self.find_refund(key)

    def find_refund(self, key: str) -> Row:
        """The refund that was asked for with this key. Raises Refusal."""
        found = self.ledger.rows("SELECT * FROM refund WHERE key = ?", key)
        if not found:
            raise Refusal(404, "refund_unknown")
        return found[0]

    def _now(self, payment: str, status: str, **sums: Any) -> Row:
        for name, value in {"status": status, **sums}.items():
            self.ledger.run(f"UPDATE payment SET {name} = ? WHERE id = ?", value, payment)  # noqa: S608 - own names
        self.ledger.tell(f"payment.{'refunded' if 'refunded' in sums else status}", payment)
        return self.get(payment)
