"""VAT ids that somebody enters: known from then on, and checked in the background."""

from datetime import datetime

from django.conf import settings

from contexts.billing.taxes import models, statements
from contexts.billing.taxes.domain import checking, vat_ids
from contexts.billing.taxes.dto import VatId
from contexts.billing.taxes.errors import VatIdCheckedToday
from gotuto.db import unit_of_work


@unit_of_work
def note_vat_id(*, number: str, now: datetime) -> VatId:
    """Keep a VAT id, and have it checked if that is due; what is known about it so far. Raises VatIdInvalid.

    Nobody waits for the service: its answer comes later.
    """
    noted = _note(number, again=False, now=now)
    return _told(noted, now)


@unit_of_work
def check_vat_id(*, number: str, now: datetime) -> VatId:
    """Have a VAT id checked again; where no service can be asked, only what is known. Raises VatIdInvalid, VatIdCheckedToday."""
    noted = _note(number, again=True, now=now)
    if not noted.is_asked and _may_ask(noted.country):
        raise VatIdCheckedToday(number=noted.number, state=noted.state.value)
    return _told(noted, now)


def _note(number: str, *, again: bool, now: datetime) -> statements.Noted:
    vat_id = vat_ids.normalised(number)
    noted = statements.note(vat_id, may_ask=_may_ask(vat_id.country), again=again, now=now)
    if noted.is_asked:
        models.VatIdCheck.send_on_commit(statements.VIES)
    return noted


def _may_ask(country: str) -> bool:
    return checking.is_asked_about(country, service=settings.GOTUTO_VAT_ID_SERVICE)


def _told(noted: statements.Noted, now: datetime) -> VatId:
    known = VatId(country=noted.country, number=noted.number, state=noted.state, checked_at=noted.checked_at)
    return checking.told(known, service=settings.GOTUTO_VAT_ID_SERVICE, now=now)
