"""Pictures by their content: what is decoded is written anew, so that nothing is stored but pixels.

Of a file only its head is believed, and only to refuse it: it is decoded when it is small enough, as one of three formats, and as
a whole. What a camera, an editor or an attacker put beside the pixels (EXIF with the place, comments, another file at the end)
is not written again; before that the picture is turned as its EXIF says, and its colours become sRGB.
"""

import io
import warnings
from collections.abc import Iterator
from typing import IO, Any

from contexts.catalog.images.dto import Picture
from contexts.catalog.images.errors import ImageTooLarge, NoImage

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_SIDE = 20_000
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 88},
}
# What is to be done with a picture by what EXIF says of it.
_ORIENTATION = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
# As wide, or as high, as these: a list, a page, a page on a dense screen.
SIDES = (160, 480, 960)


def read(given: bytes, *, most_bytes: int, most_pixels: int) -> Picture:
    """The picture that a file is, written anew. Raises NoImage, ImageTooLarge."""
    if len(given) > most_bytes:
        raise ImageTooLarge(has=f"more than {most_bytes:,} bytes", most=f"{most_bytes:,}")
    opened = _opened(given, most_pixels)
    width, height = opened.size
    if width * height > most_pixels or max(width, height) > MOST_SIDE:
        raise ImageTooLarge(
            has=f"{width:,} x {height:,} pixels", most=f"{most_pixels:,} pixels and {MOST_SIDE:,} on a side"
        )
    if getattr(opened, "is_animated", False):
        raise NoImage(why="It moves.")
    kind = opened.format
    image = _decoded(opened)
    written = io.BytesIO()
    image.save(written, kind, **_SAVED[kind])
    return Picture(content=written.getvalue(), suffix=_SUFFIXES[kind], width=image.width, height=image.height)


def thumbnails(content: IO[bytes]) -> Iterator[tuple[int, Picture]]:
    """Smaller copies of a stored picture, by the side that they were made for; none that is not smaller."""
    from PIL import Image

    with Image.open(content, formats=FORMATS) as opened:
        opened.load()
        for side in SIDES:
            if max(opened.size) <= side:
                return
            image = opened.copy()
            image.thumbnail((side, side), Image.Resampling.LANCZOS)
            written = io.BytesIO()
            image.save(written, "WEBP", quality=80)
            yield side, Picture(content=written.getvalue(), suffix="webp", width=image.width, height=image.height)


def _opened(given: bytes, most_pixels: int) -> Any:
    # Imported when the first picture comes in: most processes never see one.
    from PIL import Image, UnidentifiedImageError

    try:
        # Its own limit is a warning; ours is a refusal, before anything is decoded.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(given), formats=FORMATS)
    except UnidentifiedImageError:
        raise NoImage(why="Its content is none, whatever its name says.") from None
    except Image.DecompressionBombError:
        raise ImageTooLarge(has="far too many pixels", most=f"{most_pixels:,}") from None
    except (OSError, ValueError) as fault:
        raise NoImage(why=f"It cannot be read ({fault}).") from None


def _decoded(opened: Any) -> Any:
    try:
        opened.load()
        return _in_srgb(_upright(opened))
    except (OSError, SyntaxError, ValueError) as fault:
        raise NoImage(why=f"It is broken ({fault}).") from None


def _upright(image: Any) -> Any:
    """Turned as its EXIF says. Pillow's own turning writes all of the EXIF anew and stumbles over what cameras got wrong."""
    from PIL import Image

    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION))
    except SyntaxError:
        turn = None
    return image.transpose(Image.Transpose[turn]) if turn else image


def _in_srgb(image: Any) -> Any:
    """With red, green and blue, and with what is transparent where something is."""
    from PIL import Image

    has_alpha = image.mode in ("RGBA", "LA") or "transparency" in image.info
    wanted = "RGBA" if has_alpha else "RGB"
    fresh = Image.new(wanted, image.size)
    fresh.paste(_as_on_screens(_of_eight_bits(image)).convert(wanted))
    return fresh


def _of_eight_bits(image: Any) -> Any:
    """Grey of sixteen bits, with as many shades as a screen has."""
    return image.point(lambda shade: shade / 256).convert("L") if image.mode == "I;16" else image


def _as_on_screens(image: Any) -> Any:
    """By the profile that is in it; one that does not fit says nothing, as in a browser."""
    from PIL import ImageCms

    if not (profile := image.info.get("icc_profile")):
        return image
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        wanted = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, target, outputMode=wanted)
    except (ImageCms.PyCMSError, OSError):
        return image
