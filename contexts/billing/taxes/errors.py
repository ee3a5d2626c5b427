"""What billing refuses about taxes."""

from datetime import date

from gotuto.errors import Conflict, Refused
from gotuto.money import Money


class TaxRateUnknown(Refused):
    """No rate is known for a country on a day, so that no tax can be told."""

    code = "billing.tax_rate_unknown"
    field = "country"
    text = (
        "No rate of value added tax is known for {country} on {on}. State the rate yourself, or choose another country."
    )
    country: str
    on: date


class VatIdInvalid(Refused):
    """The text cannot be a VAT id: its form or its check digits are wrong."""

    code = "billing.vat_id_invalid"
    field = "vat_id"
    text = "{vat_id!r} is not a VAT id of {country}. It has a form such as {example}."
    vat_id: str
    country: str
    example: str


class VatIdCheckedToday(Conflict):
    """The service was asked about the VAT id today; it is asked once a day."""

    code = "billing.vat_id_checked_today"
    text = "The VAT id {number} was asked about today, and is {state}. Ask again tomorrow; days change at midnight UTC."
    number: str
    state: str


class DiscountTooLarge(Refused):
    """More was taken off than there is to pay."""

    code = "billing.discount_too_large"
    field = "discount"
    text = "A discount of {discount} cannot be taken off {amount}."
    discount: Money
    amount: Money
