"""The seller's logo as a picture without transparency, which PDF/A viewers show alike."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from contexts.billing.documents.errors import LogoUnreadable

# More than a printer shows of 60 mm; larger pictures only make the file larger.
_MOST_PIXELS = (900, 450)


def opened(picture: bytes, *, seller: str) -> Image.Image:
    """A PNG or JPEG on white paper. Raises LogoUnreadable."""
    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as image:
            image.thumbnail(_MOST_PIXELS)
            shown = image.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise LogoUnreadable(seller=seller) from error
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown.getchannel("A"))
    return paper
