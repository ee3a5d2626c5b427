"""Pictures as tests send them: made by Pillow, and some that are none."""

import io
import zlib
from typing import Any

from PIL import Image, ImageCms


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (600, 400), colour: Any = (200, 30, 30), mode: str = "RGB", **more: Any
) -> bytes:
    """One of a single colour."""
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind, **more)
    return written.getvalue()


def camera() -> Any:
    """What a camera says that was held upright, and where that was."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x010E] = "SECRET PLACE"
    return exif


def turned() -> bytes:
    """Upright only by its EXIF, which also says where it was taken."""
    return picture(size=(600, 400), exif=camera())


def muddled() -> bytes:
    """The same with a text where its EXIF has a number, as some editors write it."""
    return picture(size=(600, 400), exif=camera().tobytes().replace(b"\x01\x0e", b"\x01\x00"))


def profile_of(kind: Any) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(kind)).tobytes()


def red_is_blue() -> bytes:
    """A profile by which the red of the file is the blue of screens, and the other way round."""
    return profile_of("sRGB").replace(b"rXYZ", b"####").replace(b"bXYZ", b"rXYZ").replace(b"####", b"bXYZ")


def marked(side: int = 8) -> Any:
    """Black, with a white corner at the top on the left and a grey one on the right of it."""
    found = Image.new("RGB", (2 * side, side))
    found.paste((255, 255, 255), (0, 0, side // 2, side // 2))
    found.paste((128, 128, 128), (2 * side - side // 2, 0, 2 * side, side // 2))
    return found


def as_held(orientation: int) -> bytes:
    """The marked picture as a camera writes it that is held otherwise, and says how."""
    turned = marked()
    for step in _HELD[orientation]:
        turned = turned.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    turned.save(written, "PNG", exif=exif)
    return written.getvalue()


def with_chunk(name: bytes, data: bytes, *, at: bytes) -> bytes:
    """A PNG with a chunk of its own making before the first one of this name."""
    chunk = len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
    head, mark, rest = picture("PNG").partition(at)
    return head[:-4] + chunk + head[-4:] + mark + rest


def cut_short() -> bytes:
    """A PNG that says of its pixels that they end sooner than they do."""
    head, mark, rest = picture("PNG").partition(b"IDAT")
    return head[:-4] + (9).to_bytes(4, "big") + mark + rest


def talkative() -> bytes:
    """A text of three million letters in a few bytes."""
    return b"Comment\0\0" + zlib.compress(b"a" * 3_000_000)


_MIRRORED, _AROUND = Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180
_LEFT, _RIGHT = Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270
# By EXIF 2.32, section 4.6.4: where the first row and the first column of the file are seen.
_HELD = {
    1: (),
    2: (_MIRRORED,),
    3: (_AROUND,),
    4: (_MIRRORED, _AROUND),
    5: (_MIRRORED, _LEFT),
    6: (_LEFT,),
    7: (_MIRRORED, _RIGHT),
    8: (_RIGHT,),
}


def bomb() -> bytes:
    """A few bytes that claim to be 60,000 pixels high and wide."""
    written = bytearray(picture("PNG", (1, 1)))
    written[16:24] = (60_000).to_bytes(4, "big") * 2
    written[29:33] = zlib.crc32(bytes(written[12:29])).to_bytes(4, "big")
    return bytes(written)


def animated() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


def opened(content: bytes) -> Any:
    return Image.open(io.BytesIO(content))
