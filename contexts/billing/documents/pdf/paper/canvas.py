"""The drawing surface: fpdf2 as PDF/A-3b, with text that stands where it is put."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from PIL.Image import Image

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.paper.faces import BOLD, REGULAR, Faces
from contexts.billing.documents.pdf.paper.wrapping import wrapped

Grey = int
INK: Grey = 25
SOFT: Grey = 105
RULE: Grey = 205

_FAMILY = "document"
_BOLD = "documentB"
# The least size that is still read, where a text has to shrink (points).
_SMALLEST = 5.0
_POINT = 25.4 / 72
# From one line to the next (mm for each point of size).
PITCH = 0.44


class Canvas(FPDF):
    """A4 in millimetres; heights of text are those of its base line."""

    def __init__(self, document: Document, faces: Faces) -> None:
        super().__init__(format="A4", unit="mm", enforce_compliance=DocumentCompliance.PDFA_3B)
        self.faces = faces
        self.alias_nb_pages("")
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_font(_FAMILY, "", REGULAR)
        self.add_font(_FAMILY, "B", BOLD)
        for number, (path, taken) in enumerate(faces.further.items()):
            # Only what is taken of a font is read of it: those for Chinese have 65,535 signs.
            self.add_font(f"further{number}", "", path, unicode_range=sorted(taken))
        self.set_fallback_fonts([f"further{number}" for number in range(len(faces.further))], exact_match=False)
        self.set_creation_date(datetime.combine(document.issue_date, time(), UTC))
        self.set_lang(document.language)

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        bold: bool = False,
        grey: Grey = INK,
        right: bool = False,
        fit: float | None = None,
    ) -> None:
        """One line of text from `x`, or with `right` up to it; shrunk where it is wider than `fit`."""
        if not text:
            return
        text = self.faces.seen(text)
        wide = self.width(text, size=size, bold=bold)
        if fit is not None and wide > fit:
            size = max(size * fit / wide, _SMALLEST)
            wide = self.width(text, size=size, bold=bold)
        self._choose(size, bold)
        self.set_text_color(grey)
        start = x - wide if right else x
        if self.faces.is_plain(text):
            self.text(start, y, text)
        else:
            with self._shaped():
                self.text(start, y, "")  # the page's own font, to which it comes back after those of the cell
                height = self.font_size
                self.set_xy(start, y - 0.8 * height)  # where fpdf2 puts the base line of a cell
                self.cell(wide, height, text)

    def width(self, text: str, *, size: float = 9, bold: bool = False) -> float:
        """How wide a text is (mm)."""
        self._choose(size, bold)
        if self.faces.is_plain(text):
            return self.fonts[_BOLD if bold else _FAMILY].get_text_width(text, size, None)[1] * _POINT
        with self._shaped():
            return self.get_string_width(text)

    def lines(self, text: str, wide: float, *, size: float = 9, bold: bool = False) -> list[str]:
        """The text cut into lines of this width (mm)."""
        found = wrapped(text, wide, lambda line: self.width(self.faces.seen(line), size=size, bold=bold))
        return [self.faces.seen(line) for line in found]

    def fitted(
        self, texts: list[str], wide: float, high: float, *, size: float, bold: bool = False
    ) -> tuple[float, list[str]]:
        """The largest size up to `size` at which the texts fit a box (mm), or the smallest there is, and their lines."""
        while True:
            lines = [line for text in texts for line in self.lines(text, wide, size=size, bold=bold)]
            if len(lines) * size * PITCH <= high or size <= _SMALLEST:
                return size, lines
            size -= 0.5

    def rule(self, x: float, y: float, wide: float, *, grey: Grey = RULE, thick: float = 0.15) -> None:
        """A line from left to right."""
        self.set_draw_color(grey)
        self.set_line_width(thick)
        self.line(x, y, x + wide, y)

    def squares(self, x: float, y: float, side: float, runs: Iterable[tuple[int, int, int]]) -> None:
        """Dark squares of this side length (mm), each run as row, column and length."""
        self.set_fill_color(0)
        for row, column, length in runs:
            # A little too high, so that no viewer shows a hairline between rows.
            self.rect(x + column * side, y + row * side, length * side, side * 1.02, style="F")

    def picture(self, image: Image, x: float, y: float, *, wide: float, high: float) -> None:
        """A picture inside this box, at its left and in the middle of its height."""
        scale = min(wide / image.width, high / image.height)
        shown = image.height * scale
        self.image(image, x, y + (high - shown) / 2, w=image.width * scale, h=shown)

    def _choose(self, size: float, bold: bool) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)

    @contextmanager
    def _shaped(self) -> Iterator[None]:
        self.set_text_shaping(True)
        yield
        self.set_text_shaping(False)
