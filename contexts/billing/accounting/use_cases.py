"""Closing the books of some days for good, and saying on which accounts they are kept."""

from dataclasses import replace
from datetime import date, datetime
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings

from contexts.billing.accounting import models, reading
from contexts.billing.accounting.domain import accounts as accounting
from contexts.billing.accounting.dto import AccountMap
from contexts.billing.periods import domain, dto
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.periods.queries import closed_until
from contexts.billing.periods.statements import shut
from contexts.billing.sellers.queries import get_seller
from contexts.billing.sellers.reading import clock_of
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.events import encode
from gotuto.ids import ActorId


@unit_of_work
def close_period(
    *, legal_entity: str, last: date, first: date | None = None, actor: ActorId | None = None, now: datetime
) -> dto.ClosedPeriod:
    """Close the books of a seller up to a day; the same day twice closes once, and nothing opens them again.

    Raises SellerNotFound, AccountsMissing, PeriodNotNext, PeriodNotOver, PeriodReversed, TwoFiscalYears.
    """
    seller = get_seller(legal_entity=legal_entity).seller
    accounts = reading.get_accounts(legal_entity)
    shut(legal_entity)
    known = ClosedPeriod.objects.filter(legal_entity=legal_entity, last=last).first()
    if known is not None and first in (None, known.first):
        return known.to_dto()
    zones = (clock_of(seller), ZoneInfo(settings.TIME_ZONE))
    today = min((now - domain.GRACE).astimezone(zone).date() for zone in zones)
    first = domain.first_of(
        first, last, legal_entity=legal_entity, closed_until=closed_until(legal_entity=legal_entity), today=today
    )
    # The same as is written later from what is there then.
    with TemporaryFile() as file:
        done = reading.write(file, seller, accounts, first, last, made_at=now, is_closed=True)
    row = ClosedPeriod.objects.create(
        legal_entity=legal_entity,
        first=first,
        last=last,
        accounts=encode(accounts),
        bookings=done.bookings,
        digest=done.digest,
        actor=actor,
        closed_at=now,
    )
    audit_log.record("period_closed", seller=legal_entity, last=last.isoformat(), digest=done.digest)
    return row.to_dto()


@unit_of_work
def keep_accounts(*, accounts: AccountMap, now: datetime) -> AccountMap:
    """Say on which accounts a seller's bookings go from now on; what is closed keeps those of its day.

    Raises SellerNotFound, AccountsInvalid.
    """
    get_seller(legal_entity=accounts.legal_entity)
    accounting.check(accounts)
    accounts = replace(accounts, accounts=accounting.own(accounts))
    row = models.AccountMap.objects.select_for_update().filter(pk=accounts.legal_entity).first()
    row = row or models.AccountMap(entity_id=accounts.legal_entity, version=0)
    row.chart, row.version, row.updated_at = accounts.chart.value, row.version + 1, now
    row.consultant_number, row.client_number = accounts.consultant_number, accounts.client_number
    row.account_length, row.fiscal_month = accounts.account_length, accounts.fiscal_month
    row.save()
    row.accounts.all().delete()
    models.LedgerAccount.objects.bulk_create(
        models.LedgerAccount(map=row, key=key, account=account) for key, account in accounts.accounts.items()
    )
    audit_log.record("accounts_kept", seller=accounts.legal_entity, version=row.version)
    return accounts
