"""What the tests of accounting keep: the accounts of a seller, and what is read of its books."""

import io
from datetime import UTC, date, datetime
from typing import Any

from contexts.billing.accounting.dto import AccountMap, Chart, Written
from contexts.billing.accounting.reading import write_datev
from contexts.billing.accounting.use_cases import close_period, keep_accounts
from contexts.billing.periods.dto import ClosedPeriod
from tests.billing.accounting.reader import Batch, read

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def accounts(legal_entity: str = "main", **given: Any) -> AccountMap:
    told = {"consultant_number": 29098, "client_number": 55003, "chart": Chart.SKR03, **given}
    return keep_accounts(accounts=AccountMap(legal_entity=legal_entity, **told), now=NOW)


def written(**asked: Any) -> tuple[bytes, Written]:
    into = io.BytesIO()
    done = write_datev(into, **{"first": FIRST, "last": LAST, "now": NOW, **asked})
    return into.getvalue(), done


def batch(**asked: Any) -> Batch:
    return read(written(**asked)[0])


def closed(last: date = LAST, legal_entity: str = "main", **given: Any) -> ClosedPeriod:
    return close_period(**{"legal_entity": legal_entity, "last": last, "now": NOW, **given})
