"""The sandbox: the gateway of development and of the tests, a server of its own (`sandboxes/payments`)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from django.conf import settings

from contexts.billing.payments.gateways.port import Event, Start, Told, odd, stands, told_amount
from contexts.billing.payments.gateways.signing import is_genuine
from gotuto.money import Money
from gotuto.outbound import Done, Outcome, Refused, RetryLater, Timeouts, Unknown
from gotuto.outbound.http import Answer, request

_TOLD = {
    "open": Told.OPEN,
    "authorized": Told.AUTHORIZED,
    "paid": Told.PAID,
    "declined": Told.DECLINED,
    "canceled": Told.VOIDED,
    "expired": Told.EXPIRED,
}
_REFUSED, _NOT_FOUND, _BROKEN, _DOWN = 400, 404, 500, 503


class Sandbox:
    name = "sandbox"
    is_for_buyers = True

    def start(self, start: Start, *, timeouts: Timeouts) -> Outcome:
        asked = {
            **_amount(start.amount),
            "capture": "automatic" if start.captures_itself else "manual",
            "description": start.description,
            "return_url": start.return_url,
            "expires_at": int(start.expires_at.timestamp()),
        }
        return _outcome(_call("POST", "payments", asked, key=start.key, timeouts=timeouts), _started)

    def status(self, reference: str, *, currency: str, timeouts: Timeouts) -> Outcome:
        answer = _call("GET", f"payments/{quote(reference, safe='')}", timeouts=timeouts)
        return _outcome(answer, lambda told: _status(told, currency))

    def capture(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        path = f"payments/{quote(reference, safe='')}/capture"
        return _outcome(_call("POST", path, _amount(amount), key=key, timeouts=timeouts), _named)

    def void(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        path = f"payments/{quote(reference, safe='')}/void"
        return _outcome(_call("POST", path, {}, key=key, timeouts=timeouts), _named)

    def refund(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        path = f"payments/{quote(reference, safe='')}/refunds"
        return _outcome(_call("POST", path, _amount(amount), key=key, timeouts=timeouts), _refunded)

    def find_refund(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        answer = _call("GET", f"refunds/{quote(key, safe='')}", timeouts=timeouts)
        if isinstance(answer, Answer) and answer.status == _NOT_FOUND:
            return RetryLater("billing.refund_not_made", "The gateway knows no refund of this key.")
        return _outcome(answer, _refunded)

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event | None:
        signed = headers.get("Sandbox-Signature", "")
        if not is_genuine(signed, body, secrets=[settings.GOTUTO_SANDBOX_SECRET], now=now):
            return None
        told = _json(body)
        event, payment = told.get("id"), told.get("payment")
        return Event(event, payment) if isinstance(event, str) and isinstance(payment, str) else None


def _call(
    method: str, path: str, asked: dict[str, Any] | None = None, *, key: str = "", timeouts: Timeouts
) -> Answer | RetryLater | Unknown:
    headers = {"Authorization": f"Bearer {settings.GOTUTO_SANDBOX_SECRET}", "Content-Type": "application/json"}
    return request(
        method,
        f"{settings.GOTUTO_SANDBOX_URL}/v1/{path}",
        body=None if asked is None else msgspec.json.encode(asked),
        headers=headers | ({"Idempotency-Key": key} if key else {}),
        timeouts=timeouts,
    )


def _outcome(answer: Answer | RetryLater | Unknown, read: Any) -> Outcome:
    if not isinstance(answer, Answer):
        return answer
    told = _json(answer.body)
    if answer.status == _DOWN:
        return RetryLater("billing.gateway_down", "The sandbox says that it did nothing.", is_down=True)
    if _REFUSED <= answer.status < _BROKEN:
        code = str(told.get("code", answer.status))
        return Refused("billing.gateway_refused", code)
    if answer.status >= _BROKEN or not isinstance(told.get("id"), str):
        return odd(f"HTTP {answer.status}: {answer.body[:200]!r}")
    outcome: Outcome = read(told)
    return outcome


def _started(told: dict[str, Any]) -> Outcome:
    return Done(told["id"], {"redirect_url": str(told.get("page_url", ""))})


def _status(told: dict[str, Any], currency: str) -> Outcome:
    state = _TOLD.get(str(told.get("status")))
    captured = told_amount(told.get("captured"), told.get("currency"), expected=currency)
    if state is None or isinstance(captured, Unknown):
        return captured if isinstance(captured, Unknown) else odd(f"A payment is {told.get('status')!r}.")
    return stands(told["id"], state, captured)


def _named(told: dict[str, Any]) -> Outcome:
    return Done(told["id"])


def _refunded(told: dict[str, Any]) -> Outcome:
    return Done(told["id"], {"told": str(told.get("status"))})


def _amount(amount: Money) -> dict[str, str]:
    return {"amount": str(amount.amount), "currency": amount.currency}


def _json(body: bytes) -> dict[str, Any]:
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = msgspec.json.decode(body)
        return told if isinstance(told, dict) else {}
    return {}
