"""Questions about taxes; the answers are in the code, not in the database."""

from datetime import date

from contexts.billing.taxes import dto
from contexts.billing.taxes.domain import rates


def list_tax_rates(*, country: str | None = None, on: date | None = None) -> dto.TaxRates:
    """Rates by country, class and day: of one country with its regions, or those in force on a day."""
    found = (
        rate
        for rate in rates.all_rates()
        if (country is None or rate.country.partition("-")[0] == country) and (on is None or rates.holds(rate, on))
    )
    return dto.TaxRates(results=tuple(found))
