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
