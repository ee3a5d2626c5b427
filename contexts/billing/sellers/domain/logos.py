"""Logos: pictures small enough to be printed on every document."""

from io import BytesIO

from contexts.billing.sellers.errors import LogoInvalid

MOST_KILOBYTES = 200
MOST_PIXELS = 2_000


def check(content: bytes) -> None:
    """Raises LogoInvalid unless it is a PNG or JPEG picture of a fair size, by what it holds and not by its name."""
    if len(content) > MOST_KILOBYTES * 1_000:
        raise _invalid(f"it has {len(content) // 1_000} kB")
    # Imported when somebody hands in a picture.
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if max(width, height) > MOST_PIXELS:
                raise _invalid(f"it has {width} x {height} pixels")
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _invalid("this is none, or a broken one") from None


def _invalid(why: str) -> LogoInvalid:
    return LogoInvalid(kilobytes=MOST_KILOBYTES, pixels=MOST_PIXELS, why=why)
