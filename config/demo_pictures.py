"""Drawings of the demo's goods, made when they are put on their shelves: there is something to look at, and no file is shipped."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageColor, ImageDraw

_WIDTH, _HEIGHT = 960, 720
_PAPER, _TABLE = "#f6f1e7", "#e4d8c3"
_Part = tuple[str, tuple[int, ...], float]

# Of what a thing is drawn: a shape, its corners, and how light it is beside the colour of the thing.
_SHAPES: dict[str, tuple[_Part, ...]] = {
    "tin": (
        ("rounded_rectangle", (330, 200, 630, 590), 1.0),
        ("rounded_rectangle", (312, 150, 648, 232), 0.75),
        ("ellipse", (400, 320, 560, 480), 1.6),
    ),
    "bag": (
        ("polygon", (340, 170, 620, 170, 650, 590, 310, 590), 1.0),
        ("polygon", (340, 170, 620, 170, 612, 230, 348, 230), 0.7),
        ("rounded_rectangle", (390, 330, 570, 470), 1.7),
    ),
    "pot": (
        ("polygon", (590, 400, 760, 260, 790, 280, 640, 500), 0.85),
        ("ellipse", (180, 300, 360, 520), 0.85),
        ("ellipse", (220, 345, 330, 475), 9.0),
        ("ellipse", (270, 260, 680, 590), 1.0),
        ("ellipse", (370, 240, 580, 310), 0.75),
        ("ellipse", (450, 200, 500, 250), 0.75),
    ),
    "cup": (
        ("ellipse", (560, 330, 730, 510), 1.0),
        ("ellipse", (595, 365, 695, 475), 9.0),
        ("polygon", (310, 280, 650, 280, 600, 590, 360, 590), 1.0),
        ("ellipse", (310, 250, 650, 320), 1.3),
    ),
    "strainer": (
        ("rounded_rectangle", (560, 375, 830, 405), 0.8),
        ("pieslice", (300, 230, 620, 550, 0, 180), 1.0),
        ("ellipse", (300, 350, 620, 430), 1.4),
    ),
    "apron": (
        ("polygon", (390, 150, 570, 150, 600, 330, 680, 360, 680, 620, 280, 620, 280, 360, 360, 330), 1.0),
        ("rounded_rectangle", (390, 430, 570, 550), 0.85),
    ),
}
# What is drawn of the demo, as what and in which colour.
_DRAWN = {
    "TEA-EARL-GREY-100": ("tin", "#3d4a78"),
    "TEA-ASSAM-100": ("tin", "#8a3b24"),
    "TEA-DARJEELING-100": ("tin", "#b5803a"),
    "TEA-LAPSANG-100": ("tin", "#4a3b33"),
    "TEA-SENCHA-100": ("tin", "#4f8a4b"),
    "TEA-GENMAICHA-100": ("tin", "#8b9a4a"),
    "TEA-JASMINE-100": ("tin", "#5a9a86"),
    "COFFEE-SIDAMO-250": ("bag", "#7a5a3c"),
    "COFFEE-ANTIGUA-250": ("bag", "#8c4632"),
    "COFFEE-ESPRESSO-1000": ("bag", "#38302c"),
    "POT-CAST-IRON": ("pot", "#3f4449"),
    "CUP-STONEWARE": ("cup", "#7d8f9b"),
    "STRAINER-STEEL": ("strainer", "#8d949a"),
    "APRON-M-NATURAL": ("apron", "#c7b08b"),
    "APRON-M-INDIGO": ("apron", "#33427a"),
}


def drawing(sku: str) -> bytes:
    """A picture of what is sold as this. Raises KeyError."""
    shape, colour = _DRAWN[sku]
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 560, _WIDTH, _HEIGHT), fill=_TABLE)
    for part in _SHAPES[shape]:
        _draw(pen, part, colour)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw(pen: ImageDraw.ImageDraw, part: _Part, colour: str) -> None:
    kind, corners, light = part
    more: dict[str, Any] = {"radius": 18} if kind == "rounded_rectangle" else {}
    if kind == "pieslice":
        *corners_of_it, more["start"], more["end"] = corners
        corners = tuple(corners_of_it)
    getattr(pen, kind)(corners, fill=_tint(colour, light), **more)


def _tint(colour: str, light: float) -> tuple[int, ...]:
    """The colour lighter or darker; what is through and through light is what lies behind."""
    if light > 5:
        return ImageColor.getrgb(_PAPER)
    return tuple(min(round(part * light), 255) for part in ImageColor.getrgb(colour))
