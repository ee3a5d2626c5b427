"""Settings of the shop as a business."""

from gotuto.configuration import Derived, Kind, Section, Setting, kinds
from gotuto.errors import BusinessError
from gotuto.money import check_in_use


def _currency(text: str) -> str:
    try:
        check_in_use(text)
    except BusinessError as error:
        raise ValueError(text) from error
    return text


BUSINESS = Section(
    "The business",
    (
        Setting(
            name="GOTUTO_CURRENCY",
            kind=Kind("the code of a currency in use (ISO 4217), such as EUR", _currency),
            default="EUR",
            meaning="Currency of a cart that names none.",
        ),
        Setting(
            name="GOTUTO_TAX_RATE",
            kind=kinds.share(decimals=4),
            default="0.19",
            meaning="Tax that is contained in gross prices.",
        ),
        Setting(
            name="GOTUTO_PAYMENT_TERMS_DAYS",
            kind=kinds.whole(0),
            default="14",
            unit="days",
            meaning="How long a customer may take to pay an invoice.",
        ),
        Setting(
            name="GOTUTO_UNPAID_DAYS",
            kind=kinds.or_off(kinds.whole(1)),
            default=Derived(
                ("GOTUTO_PAYMENT_TERMS_DAYS",), lambda terms: str(terms + 7), "a week more than the payment terms"
            ),
            unit="days",
            meaning="When a confirmed order ends by itself on which nothing was paid, counted from its placement. Its goods "
            "are free again, and its invoice is void.",
        ),
        Setting(
            name="GOTUTO_CART_TTL_SECONDS",
            kind=kinds.whole(1),
            default="604800",
            unit="seconds",
            meaning="When an untouched cart expires.",
        ),
        Setting(
            name="GOTUTO_KEEP_CART_DAYS",
            kind=kinds.whole(0),
            default="30",
            unit="days",
            meaning="When a cart is deleted after it has expired, whether it was ordered or not.",
        ),
        Setting(
            name="GOTUTO_TIME_ZONE",
            kind=kinds.TIME_ZONE,
            default="UTC",
            meaning="Time zone of the seller; it decides the date of an invoice.",
        ),
        Setting(
            name="GOTUTO_FONTS_DIR",
            kind=kinds.matching(r"/.+", "the whole path of a folder"),
            meaning="A folder of further fonts (`.ttf`, `.otf`, `.ttc`) for invoices and credit notes. GoTuto's own has Latin, Greek and "
            "Cyrillic. The image has Arabic, Hebrew, Chinese, Japanese and Korean in `/opt/fonts`, and names it.",
        ),
    ),
)
