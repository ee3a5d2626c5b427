"""Numbers, dates and ids as text: ASCII digits only, although Python reads those of every script, and `1_000` too."""

from gotuto.text.characters import UnfitText


def plain(text: str) -> str:
    """The text of a number, if it is written as everybody reads it. Raises UnfitText."""
    if not text.isascii() or "_" in text:
        raise UnfitText("Write this with the digits 0 to 9.")
    return text
