"""Pictures that may stand on a document: plain Python, no database."""

import zlib

import pytest

from contexts.billing.sellers.domain.logos import check
from tests.billing.sellers.pictures import picture, png
from tests.refusals import refused


def weighing(size: int) -> bytes:
    """A picture of so many bytes: readers look at nothing after its end."""
    return picture().ljust(size, b"\0")


@pytest.mark.parametrize(
    "logo",
    [picture("PNG"), picture("JPEG"), picture(size=(2_000, 1)), picture(size=(1, 2_000)), weighing(200_000)],
    ids=["PNG", "JPEG", "as wide as may be", "as high as may be", "as large as may be"],
)
def test_a_small_picture_is_taken(logo):
    check(logo)


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        (b"<svg/>", "this is none, or a broken one"),
        (b"", "this is none, or a broken one"),
        (picture("GIF"), "this is none, or a broken one"),
        (picture()[:-20], "this is none, or a broken one"),
        (picture().replace(b"IEND", b"IENX"), "this is none, or a broken one"),
        (png(60_000, 60_000, (b"IDAT", b"")), "this is none, or a broken one"),
        (png(1, 1, (b"zTXt", b"Title\0\0" + zlib.compress(bytes(2_000_000)))), "this is none, or a broken one"),
        (picture(size=(2_001, 1)), "it has 2001 x 1 pixels"),
        (picture(size=(1, 2_001)), "it has 1 x 2001 pixels"),
        (weighing(200_001), "it has 200 kB"),
        (weighing(3_000_000), "it has 3000 kB"),
    ],
    ids=[
        "SVG",
        "nothing",
        "GIF",
        "half",
        "a wrong letter",
        "a bomb",
        "a bomb of text",
        "wide",
        "high",
        "large",
        "huge",
    ],
)
def test_what_is_no_logo_is_refused(logo, why):
    words = "The logo must be a PNG or JPEG picture of at most 200 kB and 2000 x 2000 pixels"
    with refused("billing.logo_invalid", f"{words}: {why}."):
        check(logo)
