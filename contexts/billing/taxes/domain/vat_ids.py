"""VAT ids: their form, in which country they were given, and when one proves a business."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module

from contexts.billing.taxes.dto import VatId, VatIdState
from contexts.billing.taxes.errors import VatIdInvalid

FRESH_FOR = timedelta(days=90)

# One of each that is right, to be shown to whoever got theirs wrong. The beginning tells the country.
EXAMPLES = {
    example[: 3 if example.startswith("CHE") else 2]: example
    for example in (
        "ATU13585627 BE0403019261 BG175074752 CHE107787577IVA CY10259033P CZ25123891 DE136695976 DK13585628 EE100931558 "
        "EL094259216 ESB58378431 FI20774740 FR40303265045 GB980780684 HR33392005961 HU12892312 IE6433435F IT00743110157 "
        "LT119511515 LU15027442 LV40003521600 MT11679112 NL004495445B01 NO995525828MVA PL8567346215 PT501964843 "
        "RO18547290 SE123456789701 SI50223054 SK2022749619 XI980780684"
    ).split()
}
_ANY = "DE136695976, with two letters for the country first"
# Who writes an id in another way than by the two letters of ISO 3166-1.
_COUNTRIES = {"EL": "GR", "CHE": "CH"}
_CHECKS = {"GB": "stdnum.gb.vat", "NO": "stdnum.no.mva", "CHE": "stdnum.ch.vat"}


def normalised(vat_id: str) -> VatId:
    """A VAT id without blanks, dots and dashes, with its country, not yet checked by anybody. Raises VatIdInvalid."""
    # Old Irish ids have a plus or an asterisk among their digits.
    plain = re.sub(r"[^0-9A-Z+*]", "", vat_id.upper())
    # Greece has EL in VAT ids; people write GR.
    plain = f"EL{plain[2:]}" if plain.startswith("GR") else plain
    prefix = "CHE" if plain.startswith("CHE") else plain[:2]
    country = _COUNTRIES.get(prefix, prefix)
    if prefix not in EXAMPLES:
        raise VatIdInvalid(vat_id=vat_id, country="a country that we know", example=_ANY)
    if not (number := _checked(prefix, plain)):
        raise VatIdInvalid(vat_id=vat_id, country=country, example=EXAMPLES[prefix])
    return VatId(country=country, number=number)


def _checked(prefix: str, plain: str) -> str:
    """The number as it is written on documents, or nothing when its form or check digits are wrong."""
    # Loaded only for whoever has a VAT id: a hundred modules.
    module = import_module(_CHECKS.get(prefix, "stdnum.eu.vat"))
    number = ""
    with suppress(import_module("stdnum.exceptions").ValidationError):
        number = module.validate(plain)
    return number if not number or number.startswith(prefix) else prefix + number


def is_proof(vat_id: VatId | None, *, at: datetime) -> bool:
    """Whether an id proves a business: found valid, and not longer ago than 90 days."""
    if vat_id is None or vat_id.state is not VatIdState.VALID or vat_id.checked_at is None:
        return False
    return at - vat_id.checked_at <= FRESH_FOR
