"""Logos: pictures small enough to be printed on every document."""

from io import BytesIO

from contexts.billing.sellers.errors import LogoInvalid

MOST_BYTES = 200_000
MOST_PIXELS = 2_000


def check(content: bytes) -> None:
    """Raises LogoInvalid unless it is a PNG or JPEG picture of a fair size, by what it holds and not by its name."""
    if len(content) > MOST_BYTES:
        raise _invalid(f"it has {len(content) // 1_000} kB")
    # Imported when somebody hands in a picture.
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if max(width, height) > MOST_PIXELS:
                raise _invalid(f"it has {width} x {height} pixels")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _invalid("this is none, or a broken one") from None


def _invalid(why: str) -> LogoInvalid:
    return LogoInvalid(kilobytes=MOST_BYTES // 1_000, pixels=MOST_PIXELS, why=why)
