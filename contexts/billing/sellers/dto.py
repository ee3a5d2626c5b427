"""Sellers as plain data: what a legal entity puts on its documents."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gotuto.address import Address


class Language(StrEnum):
    """In which documents are written (ISO 639-1)."""

    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"


LANGUAGES = tuple(Language)

# The numbers of each kind of document, if a seller wishes nothing else.
PATTERNS = {"invoice": "INV-{year}-{seq:06}", "credit_note": "CN-{year}-{seq:06}"}


class Scheme(StrEnum):
    """How a seller is registered in a country: there itself, or by the one-stop shop (directive 2006/112, art. 369a)."""

    LOCAL = "local"
    OSS = "oss"


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A registration for value added tax in a country (ISO 3166-1 alpha-2)."""

    country: str
    vat_id: str = ""
    scheme: Scheme = Scheme.LOCAL


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Where money for a seller goes."""

    iban: str
    bic: str = ""
    holder: str = ""
    name: str = ""

    @property
    def iban_in_fours(self) -> str:
        """As people read and type it (ISO 13616-1)."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


@dataclass(frozen=True, kw_only=True)
class Seller:
    """Who sells, as it stands on the documents; a document keeps the words of the day on which it was issued.

    `legal_entity` is the code under which the books are kept; without `terms_days` and `time_zone` those of the settings
    hold. `vat_id` is that of the own country, `tax_number` what its tax office knows the seller by, `register_entry` where it
    is entered, such as "Amtsgericht Berlin, HRB 1234". `is_small_enterprise` charges no tax (directive 2006/112, art. 284).
    `logo` is the SHA-256 of a picture that is kept. `patterns` are the numbers of each kind of document, such as
    `INV-{year}-{seq:06}`. `footer` has up to three columns.
    """

    legal_entity: str
    name: str
    address: Address | None = None
    vat_id: str = ""
    tax_number: str = ""
    register_entry: str = ""
    registrations: tuple[Registration, ...] = ()
    is_small_enterprise: bool = False
    email: str = ""
    phone: str = ""
    website: str = ""
    bank: Bank | None = None
    terms_days: int | None = None
    terms: str = ""
    footer: tuple[str, ...] = ()
    logo: str = ""
    time_zone: str = ""
    language: str = "en"
    patterns: dict[str, str] = field(default_factory=lambda: dict(PATTERNS))


@dataclass(frozen=True, kw_only=True)
class LegalEntity:
    """Who sells now: the latest words of a seller, and how often they were changed."""

    seller: Seller
    missing: tuple[str, ...]
    updated_at: datetime
    version: int
