"""How far a long command is: bars for people at a terminal, lines for logs, nothing for programs."""

from io import StringIO

import pytest
from rich.console import Console

from gotuto.progress import Steps


def shown(**console):
    out = StringIO()
    with Steps(console=Console(file=out, width=80, **console)).step("Dumping", total=4) as done:
        done(2)
    return out.getvalue()


def test_a_log_gets_one_line_for_each_step():
    assert shown() == "Dumping: 0.0 s\n"


def test_a_terminal_gets_a_bar():
    bar = shown(force_terminal=True)

    assert "Dumping" in bar
    assert "100%" in bar


def test_a_program_gets_nothing(capsys):
    with Steps(silent=True).step("Dumping") as done:
        done(1)

    assert capsys.readouterr() == ("", "")


def test_what_fails_is_not_told_as_done():
    out = StringIO()
    with pytest.raises(RuntimeError), Steps(console=Console(file=out)).step("Dumping"):
        raise RuntimeError

    assert out.getvalue() == ""
