"""Settings of the shop as a business."""

import re
from decimal import Decimal

from gotuto.configuration import Derived, Kind, Section, Setting, kinds
from gotuto.errors import BusinessError
from gotuto.money import check_in_use
from gotuto.runtime.addresses import address_of


def _currency(text: str) -> str:
    try:
        check_in_use(text)
    except BusinessError as error:
        raise ValueError(text) from error
    return text


def _country(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text):
        raise ValueError(text)
    return text


def _countries(text: str) -> frozenset[str]:
    return frozenset(_country(part.strip()) for part in text.split(","))


def _vat_id_service(text: str) -> str:
    return text if text == "form_only" else kinds.address("https").parse(text)


def _euros(text: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", text, re.ASCII) or not Decimal(text):
        raise ValueError(text)
    return Decimal(text)


def _years(text: str) -> dict[str, int]:
    terms = {}
    for part in text.split(","):
        country, _, years = part.strip().partition("=")
        if not re.fullmatch("[A-Z]{2}", country) or not re.fullmatch("[1-9][0-9]?", years):
            raise ValueError(text)
        terms[country] = int(years)
    return terms


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
            name="GOTUTO_PRICE_COUNTRY",
            kind=Kind("the code of a country (ISO 3166-1 alpha-2), such as DE", _country),
            default="DE",
            meaning="Whose law says from what a reduction of prices is reckoned (directive 98/6/EC, art. 6a).",
        ),
        Setting(
            name="GOTUTO_STEPWISE_COUNTRIES",
            kind=Kind("codes of countries with commas between them, such as DE", _countries),
            default="DE",
            meaning="Where a reduction that is deepened without a break is reckoned from the price before its first step, as "
            "§ 11 of the German Preisangabenverordnung has it. It holds for reductions that are entered from now on.",
        ),
        Setting(
            name="GOTUTO_VAT_ID_SERVICE",
            kind=Kind("form_only, or an address that begins with https://", _vat_id_service, ("form_only",)),
            default="form_only",
            meaning="Who is asked whether the VAT id of a buyer is valid: the European Commission's VIES under the address "
            "`https://ec.europa.eu/taxation_customs/vies/rest-api`. `form_only` asks nobody, and takes the form for proof. "
            "`docs/taxes.md` tells more.",
        ),
        Setting(
            name="GOTUTO_PAYMENT_TERMS_DAYS",
            kind=kinds.whole(0),
            default="14",
            unit="days",
            meaning="How long a customer may take to pay an invoice.",
        ),
        Setting(
            name="GOTUTO_LATE_PAYMENT_COMPENSATION",
            kind=kinds.or_off(Kind("an amount of euros above 0, such as 40 or 40.00", _euros)),
            default="40",
            unit="EUR",
            meaning="What a business owes that pays late, once for each invoice, where a step of the dunning policy claims it "
            "(directive 2011/7, art. 6). `off`: nobody owes it.",
        ),
        Setting(
            name="GOTUTO_UNPAID_DAYS",
            kind=kinds.or_off(kinds.whole(1)),
            default=Derived(
                ("GOTUTO_PAYMENT_TERMS_DAYS",), lambda terms: str(terms + 7), "a week more than the payment terms"
            ),
            unit="days",
            meaning="When a confirmed order ends by itself on which nothing was paid, counted from its placement. Its goods "
            "are free again, and a credit note settles its invoice.",
        ),
        Setting(
            name="GOTUTO_STOCK_VALUATION",
            kind=kinds.or_off(Kind("the code of a currency in use (ISO 4217), such as EUR", _currency)),
            default="off",
            meaning="The currency in which stock is valued at its moving average. Receipts without a cost are refused then. "
            "`manage.py stock_valuation` begins it; `docs/valuation.md` tells more. `off`: stock is counted, and not valued.",
        ),
        Setting(
            name="GOTUTO_WAITING_SECONDS",
            kind=kinds.whole(1),
            default="2592000",
            unit="seconds",
            meaning="How long an order waits in line for goods that are sold out. Then it ends by itself, and gives back what it has got.",
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
            meaning="Time zone of the shop. It decides the date of an invoice, unless its seller has one of their own.",
        ),
        Setting(
            name="GOTUTO_SELLER_NAME",
            default="GoTuto",
            meaning="Who sells, until a seller is described: `manage.py seller` or Sellers in the back office.",
        ),
        Setting(
            name="GOTUTO_PUBLIC_URL",
            kind=kinds.address("http", "https"),
            default=Derived(("HOST", "PORT"), address_of, "`HOST` and `PORT`"),
            meaning="Where buyers reach this shop, for links in mails, such as https://shop.example.com.",
        ),
        Setting(
            name="GOTUTO_DOCUMENT_LINK_DAYS",
            kind=kinds.whole(1),
            default="90",
            unit="days",
            meaning="How long the link to an invoice in a mail opens it.",
        ),
        Setting(
            name="GOTUTO_DOCUMENTS_DIR",
            kind=kinds.FOLDER,
            default=Derived(
                ("GOTUTO_DATA_DIR",), lambda data: str(data / "documents"), "`documents` in `GOTUTO_DATA_DIR`"
            ),
            meaning="Where invoices are kept as files; all processes of an instance share it, and backups need it.",
        ),
        Setting(
            name="GOTUTO_KEEP_DOCUMENTS_YEARS",
            kind=Kind("countries with years, such as DE=8,CH=10", _years, nothing={}),
            default="AT=7,CH=10,DE=8,ES=6,FR=10,GB=6,IT=10,NL=7",
            unit="years",
            meaning="How long issued documents must be kept, by the country of the seller, counted from the end of their year "
            "(Germany: § 147 AO). `manage.py retention run` deletes no earlier, and nothing where the country is not named.",
        ),
        Setting(
            name="GOTUTO_FONTS_DIR",
            kind=kinds.matching(r"/.+", "the whole path of a folder"),
            meaning="A folder of further fonts (`.ttf`, `.otf`, `.ttc`) for invoices and credit notes. GoTuto's own has Latin, Greek and "
            "Cyrillic. The image has Arabic, Hebrew, Chinese, Japanese and Korean in `/opt/fonts`, and names it.",
        ),
    ),
)
