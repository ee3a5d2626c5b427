"""What people do to an order over REST: pay, cancel, send, refund, charge back, credit; and what each was answered."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from threading import Event
from typing import Any

from tests.billing.payments.gateways.rigs import post
from tests.http_client import Answer as Http
from tests.http_client import HttpClient, NoAnswer
from tests.journeys.instance import Instance
from tests.reliability.load import Purchase

BACK = "https://shop.example.com/thanks"
# For so long somebody waits for the payment or the parcel that their deed is about.
_WAITS_SECONDS = 2.5
NOTHING_THERE = "nothing there"


@dataclass(frozen=True)
class Answer:
    """What somebody wanted, and what they were told; status 0 is no answer, and a wish without a counterpart is not made."""

    deed: str
    asked: dict[str, Any]
    status: int
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 400

    @property
    def code(self) -> str:
        """In one word, for the table."""
        return str(self.told.get("code", "")) or str(self.status)


@dataclass
class Meeting:
    """An order as it stood before, who meets at it, and what they were told."""

    number: int
    purchase: Purchase
    start: str
    deeds: tuple[str, ...]
    invoice_id: str = ""
    # What was due before; of what was paid already, all of it.
    due: Decimal = Decimal(0)
    answers: list[Answer] = field(default_factory=list)

    @property
    def order_id(self) -> str:
        return self.purchase.order_id


class People:
    """Buyers and staff of one shop; each deed is one person with dice of their own."""

    def __init__(self, instance: Instance) -> None:
        self._http = HttpClient(f"{instance.url}/api/v1/", timeout=60)
        self._staff = {"Authorization": f"Bearer {instance.staff_token}"}

    def close(self) -> None:
        self._http.close()

    # --- What is asked --------------------------------------------------------------------------------------------

    def ask(
        self, meeting: Meeting, deed: str, path: str, body: dict[str, Any], headers: dict[str, str] | None = None,
        **known: Any,
    ) -> Answer:  # fmt: skip
        """Ask once, and remember the answer."""
        http = self._call("POST", path, body, self._staff if headers is None else headers)
        told = {} if http is None or not http.text else http.json()
        answer = Answer(deed, {**body, **known}, 0 if http is None else http.status_code, told)
        meeting.answers.append(answer)
        return answer

    def look(self, path: str) -> list[dict[str, Any]]:
        """What staff see in a list."""
        http = self._call("GET", path, None, self._staff)
        return list(http.json()["results"]) if http is not None and http.is_success else []

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Http | None:
        try:
            return self._http.call(method, path, body, headers)
        except NoAnswer:
            return None

    def _wait_for(self, path: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        deadline, pause = time.monotonic() + _WAITS_SECONDS, Event()
        while True:
            found = [one for one in self.look(path) if wanted(one)]
            if found or time.monotonic() > deadline:
                return found[0] if found else None
            pause.wait(0.05)

    # --- Money comes in -------------------------------------------------------------------------------------------

    def pay(self, meeting: Meeting, dice: Random) -> None:
        """All that was due before the meeting."""
        self.book(meeting, "pay", meeting.due, dice)

    def part_pay(self, meeting: Meeting, dice: Random) -> None:
        self.book(meeting, "part_pay", third(meeting.due), dice)

    def book(self, meeting: Meeting, deed: str, amount: Decimal, dice: Random) -> None:
        reference = f"{deed} {dice.getrandbits(40):010x}"
        body = {"amount": eur(amount), "method": "transfer", "reference": reference}
        self.ask(meeting, deed, f"invoices/{meeting.invoice_id}/payments/", body)

    def pay_by_card(self, meeting: Meeting, dice: Random) -> None:
        """Begin at the gateway, or go on there, and pay on its page."""
        page = self.begin(meeting)
        if page:
            self.choose(meeting, page)

    def begin(self, meeting: Meeting) -> str:
        """Be sent to the gateway's page; where that is."""
        path, token = f"orders/{meeting.order_id}/payment-attempts/", {"X-Order-Token": meeting.purchase.token}
        answer = self.ask(meeting, "begin", path, {"gateway": "sandbox", "return_url": BACK}, token)
        return str(answer.told.get("redirect_url") or "") if answer.is_success else ""

    def choose(self, meeting: Meeting, page: str) -> None:
        """Press the button of the page, and be sent back."""
        goes = post(page, choice="pay")
        meeting.answers.append(Answer("press the button", {"page": page}, 303 if goes else 0, {"location": goes}))

    # --- Money goes back ------------------------------------------------------------------------------------------

    def refund_by_hand(self, meeting: Meeting, dice: Random) -> None:
        """Ask for it, and, now and then, pay it out in the same breath."""
        asked = self._refund(meeting, "refund_by_hand", dice, lambda one: one["channel"] != "gateway")
        if asked is not None and asked.is_success and dice.random() < 0.5:
            self.pay_out(meeting, asked.told["id"])

    def refund_by_card(self, meeting: Meeting, dice: Random) -> None:
        self._refund(meeting, "refund_by_card", dice, lambda one: one["channel"] == "gateway")

    def _refund(
        self, meeting: Meeting, deed: str, dice: Random, wanted: Callable[[dict[str, Any]], bool]
    ) -> Answer | None:
        payment = self._payment(meeting, deed, wanted)
        if payment is None:
            return None
        whole = Decimal(payment["amount"]["amount"])
        body = {
            "amount": eur(whole if dice.random() < 0.5 else third(whole)),
            "reason": "Not as described.",
            "on_invoices": dice.choice(["credit", "reopen"]),
        }
        return self.ask(meeting, deed, f"payments/{payment['id']}/refunds/", body, payment_id=payment["id"])

    def pay_out(self, meeting: Meeting, refund_id: str) -> None:
        self.ask(meeting, "pay_out", f"refunds/{refund_id}/pay-out/", {"reference": "BACK-1"}, refund_id=refund_id)

    def charge_back(self, meeting: Meeting, dice: Random) -> None:
        """The bank, or the holder of the card, takes it back."""
        payment = self._payment(meeting, "charge_back", lambda one: True)
        if payment is not None:
            body = {"reason": "By the bank's word.", "kind": dice.choice(["reversal", "chargeback"])}
            self.ask(meeting, "charge_back", f"payments/{payment['id']}/reverse/", body, payment_id=payment["id"])

    def _payment(self, meeting: Meeting, deed: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        found = self._wait_for(f"payments/?invoice_id={meeting.invoice_id}", wanted)
        if found is None:
            meeting.answers.append(Answer(deed, {}, 0, {"code": NOTHING_THERE}))
        return found

    def credit(self, meeting: Meeting, dice: Random) -> None:
        """A third of it, all that was due, or whatever is due."""
        amounts = [third(meeting.due), meeting.due, None]
        amount = dice.choice(amounts)
        body = {"reason": "A cup was chipped.", **({} if amount is None else {"amount": eur(amount)})}
        self.ask(meeting, "credit", f"invoices/{meeting.invoice_id}/credit-notes/", body)

    # --- The goods ------------------------------------------------------------------------------------------------

    def cancel(self, meeting: Meeting, dice: Random) -> None:
        token = {"X-Order-Token": meeting.purchase.token}
        self.ask(meeting, "cancel", f"orders/{meeting.order_id}/cancel/", {"reason": "Changed my mind."}, token)

    def dispatch(self, meeting: Meeting, dice: Random) -> None:
        """Hand its parcel to the carrier as soon as there is one."""
        parcel = self._wait_for(f"shipments/?order_id={meeting.order_id}", lambda one: True)
        if parcel is None:
            meeting.answers.append(Answer("dispatch", {}, 0, {"code": NOTHING_THERE}))
            return
        body = {"carrier": "DHL", "tracking_number": f"{dice.getrandbits(40):013d}"}
        self.ask(meeting, "dispatch", f"shipments/{parcel['id']}/dispatch/", body)


DEEDS: dict[str, Callable[[People, Meeting, Random], None]] = {
    "pay": People.pay,
    "part-pay": People.part_pay,
    "pay by card": People.pay_by_card,
    "cancel": People.cancel,
    "dispatch": People.dispatch,
    "refund by hand": People.refund_by_hand,
    "refund by card": People.refund_by_card,
    "charge back": People.charge_back,
    "credit": People.credit,
}


def eur(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "EUR"}


def third(amount: Decimal) -> Decimal:
    """A part of it, to the cent, and never nothing."""
    return max(round(amount / 3, 2), Decimal("0.01"))
