"""Pictures by their content: taken or refused, and nothing stored but pixels."""

import io

import pytest
from PIL import UnidentifiedImageError

from contexts.catalog.images.domain.pictures import read, thumbnails
from contexts.catalog.images.errors import ImageTooLarge, NoImage
from tests.catalog.images import pictures
from tests.catalog.images.pictures import opened, picture

LIMITS = {"most_bytes": 1_000_000, "most_pixels": 1_000_000}


def taken(content):
    return read(content, **LIMITS)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_what_it_was(kind):
    found = taken(picture(kind))
    assert (found.width, found.height, opened(found.content).format) == (600, 400, kind)
    assert found.suffix == {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]
    assert opened(found.content).getpixel((0, 0)) == pytest.approx((200, 30, 30), abs=3)


def test_what_a_camera_wrote_beside_the_pixels_is_gone_and_the_picture_stands_upright():
    found = taken(pictures.turned())
    assert (found.width, found.height) == (400, 600)
    assert b"SECRET" not in found.content
    assert dict(opened(found.content).getexif()) == {}


def test_what_stands_behind_the_picture_is_gone():
    assert b"<script>" not in taken(picture("PNG") + b"<script>alert(1)</script>").content


def test_colours_become_those_of_screens():
    printed = taken(picture(mode="CMYK", colour=(0, 255, 255, 0)))
    assert opened(printed.content).mode == "RGB"
    told = opened(taken(picture("PNG", icc_profile=pictures.red_is_blue())).content)
    assert (told.getpixel((0, 0)), "icc_profile" in told.info) == ((30, 30, 200), False)


def test_what_is_transparent_stays_so_in_the_colours_of_screens():
    given = picture("PNG", mode="RGBA", colour=(200, 30, 30, 77), icc_profile=pictures.red_is_blue())
    assert opened(taken(given).content).getpixel((0, 0)) == (30, 30, 200, 77)


@pytest.mark.parametrize("profile", [b"no profile", pictures.profile_of("LAB")], ids=["none", "of other colours"])
def test_a_profile_that_does_not_fit_says_nothing(profile):
    given = picture("PNG", icc_profile=profile)
    assert opened(taken(given).content).getpixel((0, 0)) == (200, 30, 30)


def test_grey_of_sixteen_bits_stays_grey():
    given = picture("PNG", mode="I;16", colour=40_700)
    assert opened(taken(given).content).getpixel((0, 0)) == (158, 158, 158)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation):
    found = opened(taken(pictures.as_held(orientation)).content)
    assert (found.size, found.tobytes()) == (pictures.marked().size, pictures.marked().tobytes())


def test_what_a_camera_got_wrong_beside_the_pixels_is_not_looked_at():
    assert (taken(pictures.muddled()).width, taken(pictures.muddled()).height) == (400, 600)
    assert taken(pictures.with_chunk(b"eXIf", b"no EXIF at all", at=b"IDAT")).width == 600


def test_a_picture_is_kept_with_hardly_a_loss_and_a_page_shows_it_before_it_has_come():
    kept = opened(taken(picture("JPEG")).content)
    assert (kept.info["progressive"], kept.quantization) == (1, opened(picture("JPEG", quality=88)).quantization)
    assert taken(picture("WEBP", quality=100)).content == picture("WEBP", quality=88)


def test_what_is_transparent_stays_so():
    found = opened(taken(picture("PNG", mode="RGBA", colour=(1, 2, 3, 0))).content)
    assert (found.mode, found.getpixel((0, 0))[3]) == ("RGBA", 0)
    grey = opened(taken(picture("PNG", mode="LA", colour=(9, 128))).content)
    assert grey.mode == "RGBA"
    one_of_many = opened(taken(picture("PNG", mode="P", colour=0, transparency=0)).content)
    assert (one_of_many.mode, one_of_many.getpixel((0, 0))[3]) == ("RGBA", 0)
    assert opened(taken(picture("PNG", mode="P", colour=1)).content).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Its content is none, whatever"),
        (b"MZ\x90 a program", "Its content is none, whatever"),
        (picture("GIF", mode="P", colour=1), "Its content is none, whatever"),
        (picture("PNG")[:200], "It is broken (image file is truncated"),
        (picture("JPEG", (300, 300))[:400], "It cannot be read (Truncated File Read)."),
        (pictures.cut_short(), "It is broken (broken PNG file"),
        (pictures.with_chunk(b"zTXt", pictures.talkative(), at=b"IEND"), "It is broken (Decompressed data too large"),
        (pictures.with_chunk(b"zTXt", pictures.talkative(), at=b"IDAT"), "It cannot be read (Decompressed data too"),
        (pictures.animated(), "It moves."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "It"),
    ],
    ids=lambda given: given[:20] if isinstance(given, str) else "",
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content, why):
    with pytest.raises(NoImage) as refusal:
        taken(content)
    assert f": {why}" in refusal.value.detail
    assert "Send a JPEG, PNG or WebP." in refusal.value.detail


@pytest.mark.parametrize(
    ("content", "has"),
    [
        (pictures.bomb(), "has far too many pixels, and at most 1,000,000 are taken"),
        (picture("PNG", (1001, 1000)), "has 1,001 x 1,000 pixels, and at most 1,000,000 pixels and 20,000 on a side"),
        (picture("PNG", (20_001, 1)), "has 20,001 x 1 pixels"),
        (b"x" * 1_000_001, "has more than 1,000,000 bytes, and at most 1,000,000 are taken"),
    ],
    ids=["a bomb", "pixels", "a side", "bytes"],
)
def test_what_is_too_large_is_refused_before_it_is_decoded(content, has):
    with pytest.raises(ImageTooLarge) as refusal:
        taken(content)
    assert has in refusal.value.detail


def test_what_is_just_as_large_as_it_may_be_is_taken():
    assert taken(picture("PNG", (1000, 1000))).width == 1000
    assert taken(picture("PNG", (20_000, 1))).width == 20_000
    content = picture("PNG")
    assert read(content, most_bytes=len(content), most_pixels=240_000).width == 600


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((600, 300), {160: (160, 80), 480: (480, 240)}),
        ((480, 961), {160: (80, 160), 480: (240, 480), 960: (480, 960)}),
        ((960, 10), {160: (160, 2), 480: (480, 5)}),
        ((160, 160), {}),
    ],
)
def test_thumbnails_are_smaller_and_keep_the_shape(size, made):
    found = dict(thumbnails(io.BytesIO(picture(size=size))))
    assert {side: (one.width, one.height) for side, one in found.items()} == made
    assert all(opened(one.content).format == "WEBP" and one.suffix == "webp" for one in found.values())


def test_a_thumbnail_is_light():
    [(_, small)] = thumbnails(io.BytesIO(picture("PNG", (320, 320))))
    assert small.content == picture("WEBP", (160, 160), quality=80)


def test_a_thumbnail_is_made_of_nothing_but_what_is_stored():
    with pytest.raises(UnidentifiedImageError):
        list(thumbnails(io.BytesIO(picture("GIF", mode="P", colour=1))))
