"""Every page of docs/howto.md is played, block by block, on a throw-away copy of the tree."""

from pathlib import Path

import pytest

from tests.howto.recipe import Block, StuckHere, copy_of_the_tree, sections

SECTIONS = sections()


# The tests of a page begin with the migrations that are there already.
@pytest.mark.usefixtures("django_db_modify_db_settings")
@pytest.mark.parametrize("title", SECTIONS)
def test_who_does_what_the_page_says_arrives(title: str, tmp_path: Path) -> None:
    copy = copy_of_the_tree(tmp_path)
    for block in SECTIONS[title]:
        block.play(copy)


@pytest.mark.parametrize("title", SECTIONS)
def test_a_page_changes_something_and_ends_with_a_check(title: str) -> None:
    *before, last = SECTIONS[title]
    assert any("file" in block.wish for block in before)
    assert last.language == "sh"
    assert "fails" not in last.wish


def test_a_page_that_speaks_of_a_line_that_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "here.py").write_text("one\ntwo\n")
    Block("python", {"file": "here.py", "after": "one"}, "and a half\n").play(tmp_path)
    assert (tmp_path / "here.py").read_text() == "one\nand a half\ntwo\n"
    with pytest.raises(StuckHere, match="has no line with 'three'"):
        Block("python", {"file": "here.py", "instead": "three"}, "").play(tmp_path)


def test_a_command_that_fails_where_it_should_not_or_does_not_where_it_should_is_noticed(tmp_path: Path) -> None:
    Block("sh", {"fails": "no such"}, "echo no such thing; exit 1\n").play(tmp_path)
    for wish, command in (({}, "exit 1\n"), ({"fails": "x"}, "echo x\n"), ({"fails": "x"}, "exit 1\n")):
        with pytest.raises(StuckHere):
            Block("sh", wish, command).play(tmp_path)
