"""Stripe's answers for Checkout Sessions, which `localstripe` lacks: the objects as its API reference shows them, over HTTP.

They are written after the reference and not recorded from an account. The official library reads them, and `wider` runs the rest of
the suite against `localstripe`.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Object = dict[str, Any]


class StripeAnswers:
    """A few objects and what the API does to them; a POST with a known Idempotency-Key is answered the same again."""

    def __init__(self) -> None:
        self.sessions: dict[str, Object] = {}
        self.intents: dict[str, Object] = {}
        self.refunds: dict[str, Object] = {}
        self.known: dict[str, tuple[int, Object]] = {}
        self.asked: list[tuple[str, str, Object]] = []
        # What is answered instead, once: a status with a body, or None for nobody knows.
        self.mood: list[tuple[int, Object] | None] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stripe": self}))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._is_open = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self._server.shutdown()
            self._server.server_close()

    def pay(self, reference: str) -> None:
        """What the buyer does on the page of Stripe."""
        session = self.sessions[reference]
        manual = session["capture_method"] == "manual"
        amount, taken = session["amount_total"], 0 if manual else session["amount_total"]
        number = f"pi_{len(self.intents) + 1}"
        self.intents[number] = {
            "id": number, "object": "payment_intent", "amount": amount, "amount_received": taken,
            "currency": session["currency"], "status": "requires_capture" if manual else "succeeded",
            "metadata": session["metadata"],
        }  # fmt: skip
        session.update(payment_intent=number, status="complete", payment_status="unpaid" if manual else "paid")

    def answer(self, method: str, path: str, form: Object, key: str) -> tuple[int, Object]:
        if key and key in self.known:
            return self.known[key]
        answered = self._answer(method, path.split("/")[2:], form)
        if key:
            self.known[key] = answered
        return answered

    def _answer(self, method: str, path: list[str], form: Object) -> tuple[int, Object]:
        match [method, *path]:
            case ["POST", "checkout", "sessions"]:
                return 200, self._session(form)
            case ["GET", "checkout", "sessions", number] if number in self.sessions:
                return 200, self._expanded(self.sessions[number], form)
            case ["POST", "checkout", "sessions", number, "expire"]:
                self.sessions[number]["status"] = "expired"
                return 200, self.sessions[number]
            case ["GET", "payment_intents", number] if number in self.intents:
                return 200, self.intents[number]
            case ["POST", "payment_intents", number, action] if number in self.intents:
                return self._intent(self.intents[number], action, form)
            case ["POST", "refunds"]:
                return self._refund(form)
            case ["GET", "refunds"]:
                mine = [each for each in self.refunds.values() if each["payment_intent"] == form["payment_intent"]]
                return 200, {"object": "list", "data": mine, "has_more": False, "url": "/v1/refunds"}
        return 404, _error("resource_missing", "No such object.")

    def _session(self, form: Object) -> Object:
        number = f"cs_test_{len(self.sessions) + 1}"
        self.sessions[number] = {
            "id": number, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "url": f"https://checkout.stripe.com/c/pay/{number}", "payment_intent": None,
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"], "metadata": {"attempt": form["metadata[attempt]"]},
            "capture_method": form["payment_intent_data[capture_method]"],
        }  # fmt: skip
        return self.sessions[number]

    def _expanded(self, session: Object, form: Object) -> Object:
        intent = self.intents.get(session["payment_intent"] or "")
        return {**session, "payment_intent": intent} if intent and "expand[0]" in form else session

    def _intent(self, intent: Object, action: str, form: Object) -> tuple[int, Object]:
        if intent["status"] != "requires_capture":
            return 400, _error("payment_intent_unexpected_state", f"It is {intent['status']}.")
        if action == "capture":
            taken = int(form.get("amount_to_capture", intent["amount"]))
            if taken > intent["amount"]:
                return 400, _error("amount_too_large", "More than was authorized.")
            intent.update(status="succeeded", amount_received=taken)
        else:
            intent["status"] = "canceled"
        return 200, intent

    def _refund(self, form: Object) -> tuple[int, Object]:
        intent = self.intents.get(form["payment_intent"])
        refunded = sum(each["amount"] for each in self.refunds.values())
        if intent is None or refunded + int(form["amount"]) > intent["amount_received"]:
            return 400, _error("charge_already_refunded", "More than is left.")
        number = f"re_{len(self.refunds) + 1}"
        self.refunds[number] = {
            "id": number, "object": "refund", "amount": int(form["amount"]), "payment_intent": form["payment_intent"],
            "status": "succeeded", "metadata": {"key": form["metadata[key]"]},
        }  # fmt: skip
        return 200, self.refunds[number]


class _Handler(BaseHTTPRequestHandler):
    stripe: StripeAnswers

    def do_GET(self) -> None:
        self._do(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._do(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def _do(self, query: str) -> None:
        form = {name: values[0] for name, values in parse_qs(query).items()}
        path, stripe = urlsplit(self.path).path, self.stripe
        stripe.asked.append((self.command, path, form))
        mood = stripe.mood.pop(0) if stripe.mood else ()
        if mood is None:
            # It is done, and nobody hears of it.
            stripe.answer(self.command, path, form, self.headers.get("Idempotency-Key", ""))
            self.close_connection = True
            return
        status, body = mood or stripe.answer(self.command, path, form, self.headers.get("Idempotency-Key", ""))
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _error(code: str, message: str) -> Object:
    return {"error": {"type": "invalid_request_error", "code": code, "message": message}}
