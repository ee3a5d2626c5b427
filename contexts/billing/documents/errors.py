"""What billing refuses about documents."""

from gotuto.errors import Conflict
from gotuto.ids import InvoiceId


class MissingGlyphs(Conflict):
    """No font has a sign for what stands in a document; a paper with empty boxes is made for nobody."""

    code = "billing.missing_glyphs"
    text = (
        "No font has the characters {characters} of {places}. "
        "Put a font that has them (.ttf, .otf or .ttc) into the folder of fonts, or write it in other characters."
    )
    characters: str
    places: str


class LogoUnreadable(Conflict):
    """The seller's logo is no picture that a document can show."""

    code = "billing.logo_unreadable"
    text = "The logo of {seller} cannot be read. Store it anew, as PNG or JPEG."
    seller: str


class NotInEn16931(Conflict):
    """The document holds what an e-invoice has no room for; there is only its PDF."""

    code = "billing.not_in_en16931"
    text = "{number} cannot be an e-invoice (EN 16931): {reason}. Its PDF can be sent."
    number: str
    reason: str


class DocumentIncomplete(Conflict):
    """The document lacks what every e-invoice must say."""

    code = "billing.document_incomplete"
    text = "{number} cannot be an e-invoice (EN 16931) yet. It lacks {what}."
    number: str
    missing: tuple[str, ...]

    @property
    def what(self) -> str:
        return "; ".join(self.missing)


class SellerIncomplete(Conflict):
    """The seller has not said yet what an invoice cannot do without."""

    code = "billing.seller_incomplete"
    text = (
        "The seller {seller} has not said yet: {what}. Describe them (Sellers in the back office, or `manage.py seller`); "
        "documents that wait for it are made then."
    )
    seller: str
    missing: tuple[str, ...]

    @property
    def what(self) -> str:
        return ", ".join(self.missing)


class DocumentNotMade(Conflict):
    """The document could not be made, and somebody of the staff has to look at it."""

    code = "billing.document_not_made"
    text = "The document of the invoice {invoice_id} could not be made{because}."
    invoice_id: InvoiceId
    reason: str

    @property
    def because(self) -> str:
        return f": {self.reason}" if self.reason else ". The shop is told; ask for it again later"


class DocumentDamaged(Conflict):
    """What lies in the storage is not what was stored."""

    code = "billing.document_damaged"
    text = "The file of {number} is not there as it was stored. Bring it back from a backup."
    number: str
