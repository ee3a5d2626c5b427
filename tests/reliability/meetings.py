"""Pay, part-pay, cancel, dispatch, refund, charge back and credit meet at random at one order: is each answer true in the end?

    python -m tests.reliability.meetings [--pairs 300] [--seed 7]

Each order is made ready (unpaid, paid in part, paid, paid by card, or with its buyer on the gateway's page); then two deeds, or
three, happen to it at the same moment over REST. Then the hours pass, a person pays out what goes by hand, and buyers who are
still on a page pay at last. An even seed has all steps of a saga in one transaction, an odd one a commit after each. Exit code 1
when an answer was untrue, the gateway's ledger is another one than ours, or an order has ended as none may.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from threading import Barrier, Event, Thread
from typing import Any

from sandboxes.payments.faults import Fate
from sandboxes.payments.server import Sandbox
from tests.reliability.deeds import DEEDS, Meeting, People, third
from tests.reliability.hours import until_all_is_known
from tests.reliability.ledgers import PAYMENTS, REFUNDS, total
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.reliability.tales import Books, Tale, books_of, tales
from tests.reliability.truths import untruths, wrong_ends
from tests.runtime.processes import PROJECT

SECRET = "known-to-the-sandbox-and-to-the-shop"
# Nothing is lost here, but calls take their time, and webhooks come twice and in any order.
SLOW = {"latency": 0.02, "duplicates": 0.3, "shuffle_seconds": 0.5}
PATIENCE = 240.0
AT_ONCE = 4
PREPARING = 8

# How an order is made ready, and what is likely to meet there.
STARTS: dict[str, tuple[str, ...]] = {
    "unpaid": ("pay", "part-pay", "pay by card", "cancel", "credit", "dispatch"),
    "paid in part": ("pay", "part-pay", "pay by card", "cancel", "credit", "refund by hand", "charge back"),
    "at the gateway": ("pay", "part-pay", "pay by card", "cancel", "credit"),
    "paid": ("cancel", "dispatch", "refund by hand", "charge back", "credit", "pay by card"),
    "paid by card": ("cancel", "dispatch", "refund by card", "charge back", "credit", "pay"),
}
_LIKELY, _UNLIKELY = 8, 1
_READY = """
SELECT o.id::text, i.id::text, coalesce(nullif(i.total - i.amount_paid - i.amount_credited, 0), i.total)
FROM order_order AS o JOIN billing_invoice AS i ON i.order_id = o.id
"""
_PAGES = """
SELECT order_id::text, redirect_url FROM billing_paymentattempt
WHERE status = 'open' AND redirect_url <> '' ORDER BY created_at
"""
_TO_PAY_OUT = """
SELECT i.order_id::text, r.id::text, r.outcome_code FROM billing_refund AS r
JOIN billing_payment AS p ON p.id = r.payment_id JOIN billing_invoice AS i ON i.id = p.invoice_id
WHERE r.withdrawn_at IS NULL AND (r.destination = 'by_hand' AND r.status <> 'done' OR r.status = 'refused')
"""
_LATE = "billing.payment_reversed"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    report = Report("meetings", wanted.seed)
    with tempfile.TemporaryDirectory(prefix="gotuto-meetings-", ignore_cleanup_errors=True) as directory:
        meetings = _prove(wanted, report, Path(directory))
    for line in (*_pairs(meetings), *_answers(meetings), str(report)):
        print(line)  # noqa: T201
    return 1 if report.wrong else 0


def _prove(wanted: argparse.Namespace, report: Report, directory: Path) -> list[Meeting]:
    with Sandbox(secret=SECRET, file=str(directory / "ledger.sqlite"), fate=Fate(seed=wanted.seed)) as sandbox:
        environ = _environ(wanted.seed, sandbox)
        report.figures |= {name: environ[name] for name in ("SAGA_COMMIT_EVERY_STEP", "GOTUTO_PAYMENT_CAPTURE")}
        with open_shop(directory, **environ) as shop:
            sandbox.messenger.send_to(f"{shop.instance.url}/api/v1/gateways/sandbox/webhook/")
            began = time.monotonic()
            meetings = Town(shop, wanted.seed, report).play(wanted.pairs, sandbox)
            report.figures["seconds"] = round(time.monotonic() - began)
            report.wrong += judge(meetings, tales(shop), books_of(sandbox), documented=documented())
            report.wrong += shop.violations()
            report.figures |= {**shop.states(), "deadlocks": shop.deadlocks(), **_sums(shop, sandbox)}
    return meetings


def _environ(seed: int, sandbox: Sandbox) -> dict[str, str]:
    return {
        "GOTUTO_PAYMENT_GATEWAYS": "manual,sandbox",
        "GOTUTO_PAYMENT_CAPTURE": "by_shop" if seed % 4 > 1 else "by_gateway",
        "GOTUTO_SANDBOX_URL": sandbox.url,
        "GOTUTO_SANDBOX_SECRET": SECRET,
        "GOTUTO_RETURN_ORIGINS": "https://shop.example.com",
        "GOTUTO_RATE_GUEST_ORDER": "off",
        "GOTUTO_BACKOFF_SECONDS": "1",
        "SAGA_COMMIT_EVERY_STEP": str(bool(seed % 2)),
    }


def judge(meetings: list[Meeting], told: dict[str, Tale], books: Books, *, documented: frozenset[str]) -> list[str]:
    """What was untrue, and what has ended as it must not."""
    wrong = [each for one in meetings for each in untruths(told[one.order_id], one.answers, documented=documented)]
    wrong += [each for tale in told.values() for each in wrong_ends(tale, books)]
    known = {attempt.reference for tale in told.values() for attempt in tale.attempts}
    return wrong + [
        f"{key}: taken there, unknown here" for key, taken in books.captured.items() if taken and key not in known
    ]


def documented() -> frozenset[str]:
    """The codes of the page that tells clients of all refusals."""
    page = (PROJECT / "docs" / "api" / "errors.md").read_text()
    return frozenset(re.findall(r"^\| `([a-z_.]+)` \| \d", page, re.MULTILINE))


class Town:
    """Orders that are made ready, and the people who meet at them."""

    def __init__(self, shop: SufferingShop, seed: int, report: Report) -> None:
        self.shop, self.seed, self.report = shop, seed, report
        self.people = People(shop.instance)
        self._numbers = count()

    def play(self, pairs: int, sandbox: Sandbox) -> list[Meeting]:
        """Make ready, meet, and let the hours pass until all is at rest."""
        meetings = self._ordered(pairs)
        self._make_ready(meetings)
        sandbox.fate.change(SLOW)
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            list(crowd.map(self._meet, meetings))
        self._end(meetings)
        self.people.close()
        return meetings

    def _ordered(self, pairs: int) -> list[Meeting]:
        skus, buyers, dice = self.shop.fill(4), self.shop.buyers(), Random(self.seed)
        with ThreadPoolExecutor(PREPARING) as crowd:
            bought = list(crowd.map(lambda number: buyers.buy({skus[number % 4]: 1 + number % 3}), range(pairs)))
        buyers.close()
        self.report.expect(self.shop.settle(PATIENCE) < PATIENCE, "the orders were not confirmed")
        return [Meeting(number, purchase, *_drawn(dice)) for number, purchase in enumerate(bought)]

    def _make_ready(self, meetings: list[Meeting]) -> None:
        self._see(meetings)
        with ThreadPoolExecutor(PREPARING) as crowd:
            list(crowd.map(self._begin, meetings))
        self.report.expect(self._rests(meetings), "the orders did not get ready")
        self._see(meetings)

    def _see(self, meetings: list[Meeting]) -> None:
        """Note what stands on the invoices now."""
        ready = {order_id: facts for order_id, *facts in self.shop.sql(_READY)}
        for meeting in meetings:
            meeting.invoice_id, meeting.due = ready[meeting.order_id]

    def _begin(self, meeting: Meeting) -> None:
        dice = Random(f"{self.seed} {meeting.number}")
        match meeting.start:
            case "paid":
                self.people.book(meeting, "pay", meeting.due, dice)
            case "paid in part":
                self.people.book(meeting, "part_pay", third(meeting.due), dice)
            case "paid by card":
                self.people.pay_by_card(meeting, dice)
            case "at the gateway":
                self.people.begin(meeting)

    def _rests(self, meetings: list[Meeting]) -> bool:
        """Whether nothing is to be done any more, but by buyers who have not made up their mind."""
        waiting = {one.order_id for one in meetings if one.start == "at the gateway"}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            pages = {order_id for order_id, _ in self.shop.sql(_PAGES)}
            if self.shop.settle(PATIENCE) < PATIENCE and pages <= waiting:
                return True
        return False

    def _meet(self, meeting: Meeting) -> None:
        """All at the same moment, or a blink apart."""
        barrier = Barrier(len(meeting.deeds))

        def act(place: int, deed: str) -> None:
            dice = Random(f"{self.seed} {meeting.number} {place}")
            late = dice.choice([0.0, 0.0, dice.random() * 0.3])
            barrier.wait()
            Event().wait(late)
            DEEDS[deed](self.people, meeting, dice)
            self.people.close()

        crowd = [Thread(target=act, args=(place, deed)) for place, deed in enumerate(meeting.deeds)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()

    # --- The end --------------------------------------------------------------------------------------------------

    def _end(self, meetings: list[Meeting]) -> None:
        """Whoever is still on a page pays at last, and a person pays out by hand, until nothing is left to do."""
        by_order = {one.order_id: one for one in meetings}
        self.report.expect(self.shop.settle(PATIENCE) < PATIENCE, "nothing comes to rest after the meetings")
        late = self.shop.sql(_PAGES)
        for order_id, page in late:
            self.people.choose(by_order[order_id], page)
        self.report.figures["paid at last"] = len(late)
        self._rest()
        for order_id, refund_id, outcome in self.shop.sql(_TO_PAY_OUT):
            self._by_hand(by_order[order_id], refund_id, outcome)
        self._rest()

    def _by_hand(self, meeting: Meeting, refund_id: str, outcome: str) -> None:
        """A refund of what did not stay is withdrawn; of any other that a gateway refused the judge is to hear."""
        if outcome == _LATE:
            self.people.ask(meeting, "withdraw", f"refunds/{refund_id}/withdraw/", {}, refund_id=refund_id)
        elif not outcome:
            self.people.pay_out(meeting, refund_id)

    def _rest(self) -> None:
        known = until_all_is_known(self.shop, patience=PATIENCE) and self.shop.settle(PATIENCE) < PATIENCE
        self.report.wrong += [] if known else ["not everything has come to rest", *self.shop.open_work()]


def _drawn(dice: Random) -> tuple[str, tuple[str, ...]]:
    """How an order is made ready, and what happens to it; a quarter are three."""
    start = dice.choice(list(STARTS))
    weights = [_LIKELY if deed in STARTS[start] else _UNLIKELY for deed in DEEDS]
    return start, tuple(dice.choices(list(DEEDS), weights, k=3 if dice.random() < 0.25 else 2))


def _sums(shop: SufferingShop, sandbox: Sandbox) -> dict[str, Any]:
    """Both ledgers in all."""
    ledger = sandbox.ledger.all()
    sums = {
        "taken there": Decimal(ledger["captured"]),
        "booked here": total(shop.sql(PAYMENTS)),
        "sent back there": Decimal(ledger["refunded"]),
        "sent back here": total(shop.sql(REFUNDS)),
    }
    return {what: f"{amount:.2f}" for what, amount in sums.items()}


def _pairs(meetings: list[Meeting]) -> list[str]:
    met = Counter(" + ".join(sorted(one.deeds)) for one in meetings)
    starts = Counter(one.start for one in meetings)
    told = [f"{times:3} x {deeds}" for deeds, times in sorted(met.items())]
    return [f"{len(meetings)} meetings: {dict(starts)}", *told]


def _answers(meetings: list[Meeting]) -> list[str]:
    told: dict[str, Counter[str]] = {}
    for answer in (answer for one in meetings for answer in one.answers):
        told.setdefault(answer.deed, Counter())[answer.code] += 1
    return [f"{deed:16} {dict(sorted(codes.items()))}" for deed, codes in sorted(told.items())]


if __name__ == "__main__":
    sys.exit(main())
