"""Kills, or pauses beyond its lease, a worker at every single moment of making, storing and mailing the files of an invoice.

    python -m tests.reliability.document_points [--quick] [--fate killed|overtaken] [--without fence]

Whatever happens, in the end there is one document whose stored bytes are those of its digests, one event that says so, and one
mail, which goes out once; one whose sender was struck in the act of sending is `unknown`, and goes out at most once.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.reliability.clock import DELIVERIES_COME, MAILS_COME, hour_comes
from tests.reliability.crash_points import FATES, Tally, shop_of_its_own
from tests.reliability.outbound_points import Calls, Case

_TIME_PASSES = [
    hour_comes("billing_document", "status IN ('queued', 'sending', 'unknown')"),
    DELIVERIES_COME,
    MAILS_COME,
]
_OPEN = """
SELECT FROM billing_document WHERE status IN ('queued', 'sending', 'unknown')
UNION ALL SELECT FROM gotuto_outbox_delivery WHERE state <> 'done'
UNION ALL SELECT FROM notification_notification WHERE status IN ('queued', 'sending')
"""
_EVENTS = "SELECT count(*) FROM gotuto_outbox_event WHERE name = 'billing.document_stored' AND aggregate_id = %s"
_MAILS = "SELECT id::text, status FROM notification_notification WHERE invoice_id = %s AND kind = 'invoice_issued'"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="of blows that leave the same behind only one")
    parser.add_argument("--fate", choices=FATES)
    parser.add_argument("--without", choices=("fence",), help="take a protection away; failures must be seen")
    wanted = parser.parse_args()
    with shop_of_its_own() as book:
        started, tally = time.monotonic(), Tally(is_short=wanted.quick)
        documents = _strike_all(book, tally, (wanted.fate,) if wanted.fate else FATES, wanted.without)
        unfinished = len(list(documents.folder.rglob(".writing-*")))
    print(f"{', '.join(documents.moments.values())}")  # noqa: T201
    print(f"{tally.moments} moments, {tally.trials} trials, {unfinished} files that were never finished,"  # noqa: T201
          f" {len(tally.failures)} failures in {time.monotonic() - started:.0f} s")  # fmt: skip
    for failure in tally.failures:
        print(failure)  # noqa: T201
    return 1 if tally.failures or not tally.trials else 0


def _strike_all(book: Path, tally: Tally, fates: tuple[str, ...], without: str | None) -> "Documents":
    from gotuto import wakeups
    from tests.billing.sellers.builders import described
    from tests.reliability.sabotage import SABOTAGES

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    described()
    if without:
        SABOTAGES[without]()
    documents = Documents(fates, book, tally)
    documents.strike_everywhere()
    return documents


class Documents(Calls):
    """The files of one invoice after the other: first as they are made when nobody strikes; then with each blow."""

    def __init__(self, fates: tuple[str, ...], book: Path, tally: Tally) -> None:
        from django.conf import settings

        self.book = book
        self.folder = Path(settings.STORAGES["documents"]["OPTIONS"]["location"])
        super().__init__(Case("documents", "willing", fates), None, tally)

    def _queued(self) -> Any:
        from django.utils import timezone

        from contexts.billing.invoices.dto import Buyer
        from tests.billing.builders import issued
        from tests.shop import ADDRESS

        # Without an address there would be no XML.
        return issued(now=timezone.now(), buyer=Buyer(name="Ada", email="ada@example.com", address=ADDRESS)).id

    def _heal(self) -> None:
        from tests.reliability.healing import heal

        heal(_TIME_PASSES, _OPEN)

    def _check(self, call: Any, blow: str) -> None:
        self.tally.failures += [f"{blow}: {wrong}" for wrong in (*self._wrong_files(call), *self._wrong_news(call))]

    def _wrong_files(self, invoice_id: Any) -> Iterator[str]:
        from contexts.billing.models import Document

        [row] = Document.objects.filter(invoice_id=invoice_id)
        if row.status != "done":
            yield f"the document is {row.status}: {row.last_error}"
        kept = {row.pdf: row.pdf_sha256, row.xml: row.xml_sha256, row.ubl: row.ubl_sha256}
        there = {
            str(file.relative_to(self.folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in self.folder.rglob(f"{invoice_id}/[!.]*")
        }
        if kept != there:
            yield f"stored are {there}, and known {kept}"

    def _wrong_news(self, invoice_id: Any) -> Iterator[str]:
        from gotuto.db import fetch_all
        from tests.reliability import post_office

        ((events,),) = fetch_all(_EVENTS, [invoice_id])
        if events != 1:
            yield f"{events} document_stored events"
        mails, taken = fetch_all(_MAILS, [invoice_id]), post_office.taken(self.book)
        if len(mails) != 1:
            yield f"{len(mails)} mails"
        allowed = {"done": (1,), "unknown": (0, 1)}
        for mail, status in mails:
            if taken.count(mail) not in allowed.get(status, ()):
                yield f"a mail is {status} and went out {taken.count(mail)} times"


if __name__ == "__main__":
    sys.exit(main())
