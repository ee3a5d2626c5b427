"""What a document says in each language."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from contexts.billing.documents.einvoice import cii
from contexts.billing.documents.pdf.language import formats
from contexts.billing.documents.pdf.language.countries import country_name
from contexts.billing.documents.pdf.language.reasons import reasons
from contexts.billing.documents.pdf.language.units import UNITS, unit
from contexts.billing.documents.pdf.language.words import LANGUAGES, WORDS, say
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.taxes.dto import TaxCategory
from gotuto.address import Address
from gotuto.money import Money
from tests.architecture import tree
from tests.billing.documents.making import document, line
from tests.billing.documents.reading import text
from tests.billing.documents.samples import SAMPLES

TITLES = {
    "en": ("Invoice", "Credit note"),
    "de": ("Rechnung", "Rechnungskorrektur"),
    "fr": ("Facture", "Avoir"),
    "es": ("Factura", "Factura rectificativa"),
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_there_in_every_language(word: str):
    meanings = WORDS[word]
    assert len(meanings) == len(LANGUAGES)
    assert all(meanings) or word == TaxCategory.STANDARD


@pytest.mark.parametrize("word", WORDS)
def test_a_sentence_names_the_same_in_every_language(word: str):
    named = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in WORDS[word]]
    assert all(one == named[0] for one in named)


def test_every_word_is_used():
    paths = (tree.ROOT / "contexts/billing/documents/pdf").rglob("*.py")
    quoted = {word for path in paths if path.name != "words.py" for word in re.findall(r'"(\w+)"', path.read_text())}
    assert set(WORDS) - set(InvoiceKind) - set(TaxCategory) <= quoted


def test_kinds_and_categories_have_words():
    assert set(InvoiceKind) | set(TaxCategory) <= set(WORDS)


@pytest.mark.parametrize("code", UNITS)
def test_a_unit_has_a_word_for_one_and_for_many_in_every_language(code: str):
    assert len(UNITS[code]) == len(LANGUAGES)
    assert all(len(words.split("|")) == 2 and all(words.split("|")) for words in UNITS[code])


@pytest.mark.parametrize(
    ("language", "one", "many"), [("en", "day", "days"), ("de", "Tag", "Tage"), ("es", "día", "días")]
)
def test_one_day_and_many_days(language: str, one: str, many: str):
    assert (unit(language, "DAY", 1), unit(language, "DAY", 0), unit(language, "DAY", 12)) == (one, many, many)


def test_a_unit_that_nobody_put_in_words_is_its_code():
    assert unit("en", "NMP", 2) == "NMP"


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_documents_have_their_names(language: str):
    assert (say(language, "invoice"), say(language, "credit_note")) == TITLES[language]


def test_a_language_that_documents_do_not_speak_is_a_mistake():
    with pytest.raises(ValueError, match="not in tuple"):
        say("it", "invoice")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("ES", "de", "Spanien"),
        ("ES", "en", "Spain"),
        ("JP", "de", "Japan"),
        ("AE", "fr", "United Arab Emirates"),
        ("ZZ", "en", "ZZ"),
    ],
)
def test_a_country_has_its_name(code: str, language: str, name: str):
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("language", "number", "percent", "day"),
    [
        ("en", "–1,234,567.50", "9.975%", "2 January 2027"),
        ("de", "–1.234.567,50", "9,975\u00a0%", "02.01.2027"),
        ("fr", "–1\u202f234\u202f567,50", "9,975\u00a0%", "02/01/2027"),
        ("es", "–1.234.567,50", "9,975\u00a0%", "02/01/2027"),
    ],
)
def test_numbers_and_dates_are_written_as_readers_know_them(language: str, number: str, percent: str, day: str):
    assert formats.number(language, Decimal("-1234567.50")) == number
    assert formats.percent(language, Decimal("0.09975")) == percent
    assert formats.day(language, date(2027, 1, 2)) == day


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("1000000", "EUR", "1,000,000.00 EUR"), ("4801", "JPY", "4,801 JPY"), ("0.999", "KWD", "0.999 KWD")],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str, shown: str):
    assert formats.amount("en", Money.of(amount, currency)).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(("rate", "shown"), [("0.2", "20%"), ("0.00", "0%"), ("1", "100%"), ("0.055", "5.5%")])
def test_a_rate_has_no_needless_zeros(rate: str, shown: str):
    assert formats.percent("en", Decimal(rate)) == shown


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("en", "Reverse charge."),
        ("de", "Steuerschuldnerschaft des Leistungsempfängers."),
        ("fr", "Autoliquidation."),
        ("es", "Inversión del sujeto pasivo."),
    ],
)
def test_reverse_charge_is_said_in_the_words_of_article_226(language: str, wording: str):
    assert wording in text(replace(SAMPLES["reverse_charge"](), language=language))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("intra_community", "Livraison intracommunautaire exonérée de TVA : article 138, directive 2006/112/CE."),
        ("export", "Export outside the European Union, exempt from VAT: article 146, Directive 2006/112/EC."),
        ("exempt", "Steuerfrei nach Artikel 132 Absatz 1 Buchstabe i der Richtlinie 2006/112/EG."),
        ("small_enterprise", "TVA non applicable, art. 293 B du CGI."),
        ("out_of_scope", "Nicht steuerbar."),
    ],
)
def test_what_bears_no_tax_says_why(name: str, said: str):
    assert said in text(SAMPLES[name]())


def test_what_is_exempt_or_out_of_scope_says_so_without_a_code_too():
    exempt = document([line("Course", "1.00", 1, "0", category=TaxCategory.EXEMPT)])
    assert list(reasons(exempt)) == ["Exempt from VAT."]

    outside = SAMPLES["out_of_scope"]()
    bare = replace(outside, tax_lines=tuple(replace(one, exemption="") for one in outside.tax_lines))
    assert list(reasons(bare)) == list(reasons(outside))


@pytest.mark.parametrize(
    ("country", "language", "said"),
    [
        ("DE", "de", "Steuerfrei als Kleinunternehmer: § 19 UStG."),
        ("AT", "en", "Small enterprise, exempt from VAT: § 6 Abs. 1 Z 27 UStG."),
        ("ES", "es", "Pequeña empresa, exenta de IVA: artículo 284, Directiva 2006/112/CE."),
        ("BE", "fr", "Petite entreprise, exonération de TVA : article 284, directive 2006/112/CE."),
    ],
)
def test_a_small_enterprise_names_the_law_of_its_country(country: str, language: str, said: str):
    address = Address(name="Tee", line1="Weg 1", postal_code="1", city="Ort", country=country)
    seller = replace(SAMPLES["exempt"]().seller, is_small_enterprise=True, address=address)
    paper = document([line("Tea", "1.00", 1, "0", category=TaxCategory.EXEMPT)], seller=seller, language=language)
    assert list(reasons(paper)) == [said]
    assert said.removesuffix(".") in cii(paper).decode()


def test_a_reason_of_two_groups_is_said_once():
    given = SAMPLES["goods_and_services"]()
    assert list(reasons(replace(given, tax_lines=given.tax_lines * 2))) == list(reasons(given))


@pytest.mark.parametrize("name", ["plain", "several_rates", "zero_rated", "bare"])
def test_nothing_is_said_of_exemptions_where_there_are_none(name: str):
    assert not any(word in text(SAMPLES[name]()) for word in ("§ 19", "2006/112", "xempt", "teuerfrei"))
