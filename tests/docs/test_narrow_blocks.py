"""What stands beside a command is read on a telephone, too, where the rest of a long line is cut off."""

import re

from tests.architecture import tree
from tests.docs.links import pages

# A page of 420 pixels shows so many characters of code.
WIDEST = 46
# Read by whoever has a checkout.
AT_HOME = ("wider", "tests")


def too_wide(text: str) -> list[str]:
    """Commands whose comment, beside them, is cut off."""
    lines = [line for block in re.findall(r"^```sh[^\n]*\n(.*?)^```", text, re.M | re.S) for line in block.splitlines()]
    return [line for line in lines if len(line) > WIDEST and re.search(r"\S\s{2,}# ", line)]


def test_no_comment_beside_a_command_is_cut_off() -> None:
    read = [page for page in pages() if page.relative_to(tree.ROOT).parts[0] not in AT_HOME]
    assert [f"{page.name}: {line}" for page in read for line in too_wide(page.read_text())] == []


def test_a_comment_that_is_cut_off_would_be_found() -> None:
    short, long = "make up   # start", "make up   # everything that there is, and a demo shop"
    assert too_wide(f"```sh\n{short}\n{long}\n{long[10:]}\n```\n") == [long]
