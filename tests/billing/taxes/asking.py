"""What the tests do with VAT ids."""

from datetime import timedelta

from django.utils import timezone

from contexts.billing.taxes.dto import VatId as Known
from contexts.billing.taxes.models import VatId, VatIdCheck
from contexts.billing.taxes.queries import known_vat_id
from contexts.billing.taxes.use_cases import note_vat_id
from gotuto.outbound import calls
from gotuto.outbound.models import Breaker

FRENCH, BRITISH = "FR40303265045", "GB980780684"


def note(number: str = FRENCH, *, days: int = 0) -> Known:
    """Somebody enters a VAT id, so many days from now."""
    return note_vat_id(number=number, now=timezone.now() + timedelta(days=days))


def known(number: str = FRENCH) -> Known:
    return known_vat_id(number=number, now=timezone.now())


def answered() -> VatId:
    """Make the call whose turn it is; the row as it is then."""
    assert calls.send_one(VatIdCheck) == 1
    return VatId.objects.get()


def due() -> None:
    """As if all waits were over."""
    VatIdCheck.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    Breaker.objects.all().delete()
