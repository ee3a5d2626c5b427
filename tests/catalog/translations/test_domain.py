"""The rules of translations: which languages there are, what is missing, what options are called, and how that is written down."""

import pytest

from contexts.catalog.offers.dto import Option
from contexts.catalog.translations import domain
from contexts.catalog.translations.dto import OptionText
from contexts.catalog.translations.errors import OptionLineUnclear
from tests.refusals import refused

KNOWN = ["en", "de", "fr"]
SIZE, COLOUR = Option(name="Size", values=("large", "small")), Option(name="Colour", values=("red",))
SHIRT = (SIZE, COLOUR)
GROESSE = OptionText(option="Size", name="Größe", values={"large": "groß", "small": "klein"})
FARBE = OptionText(option="Colour", name="Farbe", values={"red": "rot"})


def said(option: str = "Size", name: str = "", **values: str) -> OptionText:
    return OptionText(option=option, name=name, values=values)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_everything_is_translated_into_the_languages_of_the_shop(language):
    domain.check_language(language, KNOWN)


@pytest.mark.parametrize(
    ("language", "known", "words"),
    [
        ("en", KNOWN, "It is the language of the originals"),
        ("it", KNOWN, "Nothing is translated into 'it'. Languages of the shop: de, fr"),
        ("x" * 30, KNOWN, f"Nothing is translated into '{'x' * 20}'."),
        ("de", ["en"], "Languages of the shop: none besides en"),
    ],
)
def test_and_into_no_other(language, known, words):
    with refused("catalog.language_unknown", words):
        domain.check_language(language, known)


def test_a_translation_has_a_text_at_least():
    domain.check_something("", "Grüner Tee", ())
    with refused("catalog.translation_empty"):
        domain.check_something("", "", ())


@pytest.mark.parametrize(
    ("original", "translated", "missing"),
    [
        ({"name": "Tea", "description": "Fine."}, {}, ("name", "description")),
        ({"name": "Tea", "description": "Fine."}, {"name": "Tee", "description": ""}, ("description",)),
        ({"name": "Tea", "description": "Fine."}, {"description": "Fein."}, ("name",)),
        ({"name": "Tea", "description": ""}, {"name": "Tee"}, ()),
    ],
)
def test_what_the_original_says_and_the_translation_does_not_is_missing(original, translated, missing):
    assert domain.missing(original, translated) == missing


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ([GROESSE, FARBE], ()),
        ([FARBE, GROESSE], ()),
        ([GROESSE], ("options",)),
        ([], ("options",)),
        ([GROESSE, said("Colour", "", red="rot")], ("options",)),
        ([said("Size", "Größe", large="groß"), FARBE], ("options",)),
        ([said("Size", "Größe", large="groß", small=""), FARBE], ("options",)),
    ],
)
def test_options_are_missing_where_one_or_a_value_of_it_is_told_as_in_the_original(texts, missing):
    assert domain.untranslated(SHIRT, texts) == missing


def test_what_has_no_options_lacks_none():
    assert domain.untranslated((), []) == ()


def test_what_options_are_called_is_kept_and_nothing_of_what_is_not():
    given = [GROESSE, said("Colour", "Farbe", red="")]
    assert domain.checked_options(SHIRT, given) == (GROESSE, said("Colour", "Farbe"))
    assert domain.checked_options(SHIRT, [said("Size", ""), said("Colour", "", red="rot")]) == (
        said("Colour", "", red="rot"),
    )
    assert domain.checked_options(SHIRT, []) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (said("Form", "Form"), "The product has no option 'Form' to translate. There are: Size, Colour."),
        (said("Size", huge="riesig"), "The product has no Size 'huge' to translate. There are: large, small."),
        (said("F" * 70), f"The product has no option '{'F' * 60}' to translate."),
    ],
)
def test_only_what_the_product_has_is_translated(given, words):
    with refused("catalog.option_untranslatable", words):
        domain.checked_options(SHIRT, [given])


def test_a_product_without_options_has_none_to_translate():
    with refused("catalog.option_untranslatable", "There are: none."):
        domain.checked_options((), [GROESSE])


@pytest.mark.parametrize(
    ("given", "twice"),
    [
        ([FARBE, GROESSE, said("Size", "Format")], "Size"),
        ([said("Size", "Art"), said("Colour", "ART")], "ART"),
        ([said("Colour", "Size")], "Size"),
        ([said("Size", large="Groß", small="GROSS")], "GROSS"),
        ([said("Size", large="small")], "small"),
    ],
)
def test_nothing_is_called_like_another(given, twice):
    with refused("catalog.options_alike", f"'{twice}' would be there twice"):
        domain.checked_options(SHIRT, given)


def test_two_may_change_their_names_and_two_options_may_share_a_value():
    turned = [said("Size", "Colour"), said("Colour", "Size")]
    assert domain.checked_options(SHIRT, turned) == tuple(turned)
    alike = [said("Size", large="rot"), said("Colour", red="rot")]
    assert domain.checked_options(SHIRT, alike) == tuple(alike)


@pytest.mark.parametrize(
    ("name", "wished", "kept", "claimed"),
    [
        ("Grüner Tee", "", "", "gruner-tee"),
        ("Grüner Tee", "Tee Grün", "alter-tee", "tee-grun"),
        ("Grüner Tee", "", "alter-tee", "alter-tee"),
        ("", "", "alter-tee", "alter-tee"),
        ("Tee", "", "", "tee-2"),
        ("", "", "", ""),
    ],
)
def test_an_address_is_the_wished_one_or_that_which_it_has_or_one_of_the_name(name, wished, kept, claimed):
    assert domain.claimed_slug(name, wished, kept, {"tee"}) == claimed


def test_options_are_written_down_a_line_each():
    assert domain.options_text(SHIRT, [GROESSE]) == "Size = Größe; large = groß; small = klein\nColour =; red ="
    assert domain.options_text(SHIRT, []) == "Size =; large =; small =\nColour =; red ="


def test_what_was_written_down_is_read_again():
    assert domain.options_of(domain.options_text(SHIRT, [GROESSE, FARBE])) == (GROESSE, FARBE)
    assert domain.options_of(" \n Size = Größe ;; large=groß; \n\n") == (said("Size", "Größe", large="groß"),)
    assert domain.options_of("Size =; large =") == (said("Size", "", large=""),)
    assert domain.options_of(f"Size = {'x' * 60}") == (said("Size", "x" * 60),)
    assert domain.options_of("") == ()


@pytest.mark.parametrize(
    "line", ["Size", "Size = Größe; large", "= Größe", "Size = Größe;  = groß", ";", f"Size = {'x' * 61}", "  ;  ; "]
)
def test_a_line_that_cannot_be_read_is_told(line):
    with pytest.raises(OptionLineUnclear) as refusal:
        domain.options_of(f"Colour = Farbe\n{line} ")
    assert refusal.value.line == line.strip()


@pytest.mark.parametrize("line", ["x" * 120, ";" * 120])
def test_of_a_long_line_the_beginning_is_told(line):
    with pytest.raises(OptionLineUnclear) as refusal:
        domain.options_of(line)
    assert refusal.value.line == line[:100]
