"""What billing refuses about documents."""

from gotuto.errors import Conflict


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
