"""Pagination: blocks one below the other, and on which page each of them stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

# Draws on a canvas, from a height on the page (mm from its top) downwards.
Drawing = Callable[[Any, float], None]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something that is not divided. `gap` is the space above it, unless it opens a page.

    With `keep` it stays on one page with the block after it; `head` is drawn above it where it opens a page.
    """

    height: float
    draw: Drawing
    gap: float = 0
    keep: bool = False
    head: "Block | None" = None


@dataclass(frozen=True)
class Placed:
    """A block and where it begins (mm from the top of the page)."""

    top: float
    block: Block


@dataclass
class _Sheets:
    first: float
    top: float
    bottom: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    at: float = 0

    def __post_init__(self) -> None:
        self.at = self.first

    def turn(self, block: Block) -> None:
        self.pages.append([])
        self.at = self.top
        if block.head:
            self.place(block.head)

    def place(self, block: Block) -> None:
        top = self.at + (block.gap if self.pages[-1] else 0)
        self.pages[-1].append(Placed(top, block))
        self.at = top + block.height

    def has_room(self, blocks: Sequence[Block]) -> bool:
        return self.at + sum(one.gap + one.height for one in blocks) <= self.bottom


def paginated(blocks: Sequence[Block], *, first: float, top: float, bottom: float) -> list[list[Placed]]:
    """What stands on each page, between `top` (on the first page `first`) and `bottom`."""
    sheets = _Sheets(first, top, bottom)
    for group in _groups(blocks):
        # What is kept together and yet longer than a page is divided between its blocks.
        if not sheets.has_room(group) and sheets.pages[-1]:
            sheets.turn(group[0])
        for block in group:
            if not sheets.has_room([block]) and block is not group[0]:
                sheets.turn(block)
            sheets.place(block)
    return sheets.pages


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            yield group
            group = []
    if group:
        yield group
