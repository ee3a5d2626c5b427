"""Which VAT ids a service is asked about, when, and what its silence means."""

from datetime import UTC, date, datetime, timedelta

from contexts.billing.taxes.domain.territories import EU
from contexts.billing.taxes.dto import VatId, VatIdState

# Instead of the address of a service: the form of a VAT id is taken for proof.
FORM_ONLY = "form_only"

# What was found valid is asked about again well before the 90 days are over for which it counts, so that whoever orders
# every now and then is never without.
ASK_AGAIN_AFTER = timedelta(days=30)

# What a service has said, and its silence does not undo.
FOUND = (VatIdState.VALID, VatIdState.INVALID)


def is_in_vies(country: str) -> bool:
    """Whether VIES knows VAT ids of this country: the member states and Northern Ireland."""
    return country in EU or country == "XI"


def is_asked_about(country: str, *, service: str) -> bool:
    """Whether anybody can be asked about VAT ids of this country."""
    return service != FORM_ONLY and is_in_vies(country)


def day_of(moment: datetime) -> date:
    """The UTC day, on which a service is asked once at most about each VAT id."""
    return moment.astimezone(UTC).date()


def told_state(state: VatIdState, *, service: str) -> VatIdState:
    """What counts as known: without a service the form is taken for `valid`, unless one has found otherwise before."""
    return VatIdState.VALID if service == FORM_ONLY and state not in FOUND else state


def told(vat_id: VatId, *, service: str, now: datetime) -> VatId:
    """A VAT id as taxes may take it; what is valid by its form is so at any time."""
    state = told_state(vat_id.state, service=service)
    by_form = service == FORM_ONLY and state is VatIdState.VALID
    return VatId(
        country=vat_id.country, number=vat_id.number, state=state, checked_at=now if by_form else vat_id.checked_at
    )
