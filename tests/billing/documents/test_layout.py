"""Lines and pages: what fits, and what moves on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.billing.documents.pdf.paper.flow import Block, paginated
from contexts.billing.documents.pdf.paper.wrapping import wrapped


def block(height: float, **told: object) -> Block:
    return Block(height=height, draw=lambda canvas, y: None, **told)  # type: ignore[arg-type]


def heights(blocks: list[Block]) -> list[list[tuple[float, float]]]:
    """For each page of 100 mm, of which the first begins at 40: where each block stands, and its height."""
    pages = paginated(blocks, first=40, top=10, bottom=100)
    return [[(one.top, one.block.height) for one in page] for page in pages]


def test_blocks_follow_each_other_and_turn_the_page():
    assert heights([block(30), block(30), block(30)]) == [[(40, 30), (70, 30)], [(10, 30)]]


def test_a_gap_stands_between_blocks_and_not_at_the_head_of_a_page():
    assert heights([block(30, gap=5), block(25, gap=5), block(25, gap=5)]) == [[(40, 30), (75, 25)], [(10, 25)]]


def test_what_is_kept_together_moves_on_together():
    assert heights([block(20), block(20, keep=True), block(30)]) == [[(40, 20)], [(10, 20), (30, 30)]]


def test_a_head_is_repeated_where_its_block_opens_a_page():
    head = block(8)
    assert heights([block(50), block(20, head=head)]) == [[(40, 50)], [(10, 8), (18, 20)]]


def test_what_is_kept_together_and_longer_than_a_page_is_parted():
    head = block(5)
    parts = [block(45, keep=True, head=head), block(45, keep=True, head=head), block(45, head=head)]
    assert heights(parts) == [[(40, 45)], [(10, 5), (15, 45)], [(10, 5), (15, 45)]]


def test_a_last_block_that_would_be_kept_with_the_next_stands_all_the_same():
    assert heights([block(10, keep=True)]) == [[(40, 10)]]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("green tea leaves", ["green tea", "leaves"]),
        ("one\ntwo", ["one", "two"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("teapotteapotteapot", ["teapotteap", "otteapot"]),
        ("a teapotteapotteapot b", ["a", "teapotteap", "otteapot b"]),
        ("tea\tpot", ["tea pot"]),
        ("有机绿茶有机绿茶有机绿茶", ["有机绿茶有机绿茶有机", "绿茶"]),
        ("抹茶抹茶抹茶抹茶抹。茶", ["抹茶抹茶抹茶抹茶", "抹。茶"]),
        ("a 有机绿茶 tea", ["a 有机绿茶 tea"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_a_line_may_end(text: str, lines: list[str]):
    assert wrapped(text, 10 if "。" not in text else 9, len) == lines


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"])), st.integers(1, 30))
def test_nothing_is_lost_and_no_line_is_wider(text: str, width: int):
    lines = wrapped(text, width, len)
    assert "".join(lines) == text
    assert all(len(line) <= width for line in lines)
