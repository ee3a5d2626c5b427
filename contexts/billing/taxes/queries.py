"""Questions about taxes: rates, whose answers are in the code, and what is known about VAT ids."""

from datetime import date, datetime

from django.conf import settings

from contexts.billing.taxes import dto, models
from contexts.billing.taxes.domain import checking, rates, vat_ids


def list_tax_rates(*, country: str | None = None, on: date | None = None) -> dto.TaxRates:
    """Rates by country, class and day: of one country with its regions, or those in force on a day."""
    found = (
        rate
        for rate in rates.all_rates()
        if (country is None or rate.country.partition("-")[0] == country) and (on is None or rates.holds(rate, on))
    )
    return dto.TaxRates(results=tuple(found))


def known_vat_id(*, number: str, now: datetime) -> dto.VatId:
    """What is known about a VAT id, in whichever way it is written; nobody is asked. Raises VatIdInvalid."""
    vat_id = vat_ids.normalised(number)
    row = models.VatId.objects.filter(pk=vat_id.number).first()
    return checking.told(row.told() if row else vat_id, service=settings.GOTUTO_VAT_ID_SERVICE, now=now)


def list_vat_ids(*, state: dto.VatIdState | None = None, limit: int) -> list[dto.CheckedVatId]:
    """The VAT ids that were entered last, of one state or of all."""
    rows = models.VatId.objects.order_by("-first_seen_at", "number")
    return [row.to_dto() for row in (rows if state is None else rows.filter(state=state))[:limit]]
