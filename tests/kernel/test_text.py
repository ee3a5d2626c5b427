"""What text may be: one normal form, nothing hidden."""

from argparse import ArgumentTypeError

import pytest

from gotuto import arguments
from gotuto.text import UnfitText, email_address, line, prose
from gotuto.text.numerals import plain
from gotuto.text.passwords import password
from gotuto.text.path_names import path_name

COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


@pytest.mark.parametrize("read", [line, prose, password])
def test_a_character_has_one_spelling(read):
    assert read(DECOMPOSED) == read(COMPOSED) == COMPOSED


@pytest.mark.parametrize(
    "text", ["Ada Lovelace", "Çelik Ağaoğlu", "שלום עולם", "한국어", "ด้วยความเคารพ", "👩‍🚀 Ltd", "O’Brien & Söhne"]
)
def test_names_of_all_scripts_are_lines(text):
    assert line(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\nb", "one line"),
        ("a\tb", "one line"),
        ("a\u2028b", "one line"),
        ("a\x00b", "U+0000"),
        ("a\x07b", "U+0007"),
        ("a\x1b[31mb", "U+001B"),
        ("a\u202eb", "U+202E"),
        ("a\u2066b", "U+2066"),
        ("a\ud800b", "U+D800"),
        ("a\ufffeb", "U+FFFE"),
        ("\u200b\u200d", "shows nothing"),
        ("\u00ad", "shows nothing"),
        ("\u3164\u2800", "shows nothing"),
        ("\u0301", "shows nothing"),
        ("a" + "\u0316" * 31, "marks"),
        ("x" * 21, "At most 20 characters."),
        ("x" * 1_000_000, "At most 20 characters."),
    ],
)
def test_what_hides_turns_or_breaks_is_refused_in_words(text, told):
    with pytest.raises(UnfitText, match=told.replace("+", r"\+")):
        line(text, most=20)


def test_a_line_has_no_blanks_around_it_and_may_be_empty():
    assert line(" \u00a0Ada ") == "Ada"
    assert line("") == line("  ") == ""


def test_a_limit_counts_characters_in_normal_form():
    assert line("e\u0301" * 20, most=20) == "\u00e9" * 20


def test_prose_has_line_breaks_of_one_kind():
    assert prose("a\r\nb\rc\n\td") == "a\nb\nc\n\td"


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\n\x07b", "a\n\u202eb", "a\u2029b", "a\ud800", "\n\u200b\n", "x" * 21, "x" * 1_000_000]
)
def test_prose_hides_nothing_either(text):
    with pytest.raises(UnfitText):
        prose(text, most=20)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        (" ada@example.com ", "ada@example.com"),
        ("o'brien+x@mail.example.co.uk", "o'brien+x@mail.example.co.uk"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("ada@shop.test", "ada@shop.test"),
    ],
)
def test_an_address_has_one_spelling(text, address):
    assert email_address.address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "ada@test",
        "ada@[127.0.0.1]",
        "ada@[IPv6:::1]",
        "ada@127.0.0.1",
        '"ada"@example.com',
        "a..da@example.com",
        "jame\u017f@example.com",
        "\uff41da@example.com",
        "ada@\uff45xample.com",
        "a\u00adda@example.com",
        "ada@ex\u00adample.com",
        "ada@\u200bexample.com",
        "\u0430da@example.com",
        "ada@exam_ple.com",
        "ada@xn--a.example",
        "ada@shop.invalid",
        "ada@example.com\nBcc: bob@example.com",
        "ada\x00@example.com",
        "ada\ud800@example.com",
        f"{'a' * 65}@example.com",
        f"ada@{'a.' * 130}com",
    ],
)
def test_what_nobody_can_write_to_or_takes_for_another_is_no_address(text):
    with pytest.raises(UnfitText):
        email_address.address(text)


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("Ada@Example.com", ["ada@example.com"]),
        ("ada@bücher.example", ["ada@bücher.example", "ada@xn--bcher-kva.example", "ada@bu\u0308cher.example"]),
        ("ada@xn--bcher-kva.example", ["ada@xn--bcher-kva.example", "ada@bücher.example"]),
        ("Jame\u017f@example.com", ["jame\u017f@example.com"]),
        ("nobody", ["nobody"]),
        ("ada\x00@example.com", []),
        ("ada\ud800@example.com", []),
        (f"{'a' * 300}@example.com", []),
    ],
)
def test_an_address_of_before_is_looked_for_as_it_was_written(text, spellings):
    assert email_address.spellings(text) == spellings


def test_a_domain_that_is_none_is_shown_as_it_stands():
    assert email_address.readable("ada@xn--a.example") == "ada@xn--a.example"


@pytest.mark.parametrize("text", ["12", "-3.5", "2026-11-25", "1e3"])
def test_numbers_are_written_with_ascii_digits(text):
    assert plain(text) == text


@pytest.mark.parametrize("text", ["\uff11\uff12", "\u0661", "1_000"])
def test_other_digits_are_refused(text):
    with pytest.raises(UnfitText, match="0 to 9"):
        plain(text)


@pytest.mark.parametrize("text", ["TEA-1", "a.b", "_x", "-", "9"])
def test_a_name_is_safe_in_a_path(text):
    assert path_name(text, most=20) == text


@pytest.mark.parametrize(
    "text", ["", ".", "..", "...", ".htaccess", "a/b", "a b", "a%2e", "stra\u00dfe", "\u017fku", "x" * 21]
)
def test_a_name_that_means_something_else_in_a_path_is_refused(text):
    with pytest.raises(UnfitText):
        path_name(text, most=20)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_password_is_made_of_characters(text):
    with pytest.raises(UnfitText):
        password(text)


def test_blanks_are_a_part_of_a_password():
    assert password("  a  b ") == "  a  b "


def test_arguments_of_commands_are_told_in_words_what_they_cannot_be():
    assert (arguments.one_line(" a "), arguments.whole_number("12"), arguments.number("0.5")) == ("a", 12, 0.5)
    for read, text in ((arguments.one_line, "a\nb"), (arguments.whole_number, "\uff11"), (arguments.number, "1_0")):
        with pytest.raises(ArgumentTypeError, match=r"one line|0 to 9"):
            read(text)
