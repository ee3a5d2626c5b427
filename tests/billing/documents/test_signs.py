"""Characters of all scripts, and pictures: what can be drawn, and what is refused before anything is."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from contexts.billing.documents.errors import LogoUnreadable, MissingGlyphs
from contexts.billing.documents.pdf import render
from tests.billing.documents.making import document, line
from tests.billing.documents.parties import BUYER
from tests.billing.documents.reading import FONTS, fonts, read, text
from tests.billing.documents.samples import SAMPLES


def test_latin_greek_and_cyrillic_need_no_further_font():
    render(SAMPLES["greek_and_cyrillic"]())
    render(document([line("Čaj, čaĵ, çay, tè, thé, chá, ţ, ő, ß, ẞ, ə, Ἀθῆναι, Ђурђевак, ₴ ₺ ₽ ₹ ₿ € £ ¥", "1.00")]))


def test_a_character_that_no_font_has_is_refused_with_its_place():
    given = document([line("Green tea", "1.00"), line("Tea \U0001f375", "1.00"), line("茶 \U0001f375", "1.00")])

    with pytest.raises(MissingGlyphs) as refused:
        render(given)
    assert refused.value.characters == "\U0001f375 (U+1F375) 茶 (U+8336)"
    assert refused.value.places == "lines.2.description, lines.3.description"
    assert "Put a font that has them" in refused.value.detail


def test_a_font_of_the_folder_helps_as_far_as_it_goes():
    given = document([line("茶 \U0001f375", "1.00")])
    with pytest.raises(MissingGlyphs, match="U\\+1F375") as refused:
        render(given, fonts=FONTS)
    assert "茶" not in refused.value.characters


@pytest.mark.parametrize("place", ["name", "address.line1"])
def test_a_name_is_looked_at_as_a_description_is(place: str):
    buyer = replace(BUYER, name="茶") if place == "name" else replace(BUYER, address=replace(BUYER.address, line1="茶"))
    with pytest.raises(MissingGlyphs) as refused:
        render(replace(SAMPLES["plain"](), buyer=buyer))
    assert refused.value.places == f"buyer.{place}"


def test_only_the_fonts_that_are_needed_are_in_the_file():
    arabic = fonts(read(document([line("شاي", "1.00")])))
    assert {one["/FontName"].split("+")[1] for one in arabic} == {"NotoSans", "NotoSansBold", "NotoSansArabic"}


def test_a_text_from_right_to_left_is_drawn_in_the_order_in_which_it_is_read():
    """On paper, the first word stands at the right: so a reader from the left meets the last one first."""
    whole = text(SAMPLES["right_to_left"]())
    assert "المنصوري محمد بن أحمد" in whole
    assert "גרם 100 ,אורגני ירוק תה" in whole


def test_chinese_japanese_and_korean_are_drawn():
    whole = text(SAMPLES["chinese_and_japanese"]()).replace(" ", "")
    assert all(one in whole for one in ("山田太郎", "有机绿茶100克", "抹茶(宇治)30グラム", "유기농녹차100그램"))


def test_marks_that_nobody_sees_need_no_sign():
    assert "Green tea in a tin" in text(document([line("\ufeffGreen\u200b tea\u2060\u00a0in a\ttin\u200e", "1.00")]))


def test_the_upright_font_is_taken_before_the_bold_one(tmp_path: Path):
    from fontTools.ttLib import TTFont

    regular = FONTS / "NotoSansHebrew-Regular.ttf"
    (tmp_path / "z.ttf").write_bytes(regular.read_bytes())
    with TTFont(regular) as font:
        font["OS/2"].usWeightClass = 700
        font["name"].setName("Heavy", 4, 3, 1, 0x409)
        font.save(tmp_path / "a.ttf")
    made = render(document([line("תה", "1.00")]), fonts=tmp_path)

    assert b"NotoSansHebrew" in made
    assert b"Heavy" not in made


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path):
    (tmp_path / "a.ttf").write_bytes(b"no font")
    (tmp_path / "readme.txt").write_text("fonts")
    (tmp_path / "b.ttf").write_bytes((FONTS / "NotoSansHebrew-Regular.ttf").read_bytes())

    render(document([line("תה", "1.00")]), fonts=tmp_path)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (300, 100)) -> bytes:
    made = BytesIO()
    Image.new(mode, size, 0).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK")]
)
def test_a_logo_of_any_kind_is_shown_without_transparency(kind: str, mode: str):
    page = read(SAMPLES["plain"](), logo=picture(kind, mode)).pages[0]
    assert [one.image.mode for one in page.images] == ["RGB"]
    assert "/SMask" not in next(iter(page["/Resources"]["/XObject"].values())).get_object()


def test_a_large_logo_is_made_small():
    page = read(SAMPLES["plain"](), logo=picture("PNG", size=(4000, 3000))).pages[0]
    assert page.images[0].image.size == (600, 450)


@pytest.mark.parametrize("logo", [b"no picture", picture("PNG")[:60], picture("GIF", "P")])
def test_a_logo_that_is_no_picture_is_refused(logo: bytes):
    with pytest.raises(LogoUnreadable, match="The logo of Teehaus Nord GmbH cannot be read"):
        render(SAMPLES["plain"](), logo=logo)
