"""Exemption reasons (EN 16931, BT-120 and BT-121): the sentence that a document says for each code of the VATEX list.

The codes are those of the list "VAT exemption reason code list" of the Connecting Europe Facility that rest on directive
2006/112/EC, and that of small enterprises in France. Reverse charge and margin schemes have the words that article 226,
numbers 11a, 13 and 14, asks for in each language; the others name their article.
"""

import re

from contexts.billing.taxes.dto import TaxCategory

# What is exempt by an article, and the point of it: 132-1A is article 132, paragraph 1, point (a).
_ARTICLES = (
    "132 132-1A 132-1B 132-1C 132-1D 132-1E 132-1F 132-1G 132-1H 132-1I 132-1J 132-1K 132-1L 132-1M 132-1N 132-1O 132-1P "
    "132-1Q 135-1 143 143-1A 143-1B 143-1C 143-1D 143-1E 143-1F 143-1FA 143-1G 143-1H 143-1I 143-1J 143-1K 143-1L 144 146-1E "
    "148 148-A 148-B 148-C 148-D 148-E 148-F 148-G 151 151-1A 151-1AA 151-1B 151-1C 151-1D 151-1E 153 159 309"
).split()

# By language: the sentence, then how it names a paragraph and a point.
_BY_ARTICLE = {
    "en": ("Exempt from VAT: article {}, Directive 2006/112/EC", "({})", "({})"),
    "de": ("Steuerfrei nach Artikel {} der Richtlinie 2006/112/EG", " Absatz {}", " Buchstabe {}"),
    "fr": ("Exonération de TVA : article {}, directive 2006/112/CE", ", paragraphe {}", ", point {})"),
    "es": ("Exento de IVA: artículo {}, Directiva 2006/112/CE", ", apartado {}", ", letra {})"),
}

_SENTENCES = {
    "": {
        "en": "Exempt from VAT",
        "de": "Steuerfrei",
        "fr": "Exonération de TVA",
        "es": "Exento de IVA",
    },
    "VATEX-EU-79-C": {
        "en": "Paid in the name and on behalf of the customer: article 79(c), Directive 2006/112/EC",
        "de": "Durchlaufender Posten nach Artikel 79 Buchstabe c der Richtlinie 2006/112/EG",
        "fr": "Débours au nom et pour le compte du client : article 79, point c), directive 2006/112/CE",
        "es": "Suplido en nombre y por cuenta del cliente: artículo 79, letra c), Directiva 2006/112/CE",
    },
    "VATEX-EU-AE": {
        "en": "Reverse charge",
        "de": "Steuerschuldnerschaft des Leistungsempfängers",
        "fr": "Autoliquidation",
        "es": "Inversión del sujeto pasivo",
    },
    "VATEX-EU-IC": {
        "en": "Intra-Community supply, exempt from VAT: article 138, Directive 2006/112/EC",
        "de": "Steuerfreie innergemeinschaftliche Lieferung nach Artikel 138 der Richtlinie 2006/112/EG",
        "fr": "Livraison intracommunautaire exonérée de TVA : article 138, directive 2006/112/CE",
        "es": "Entrega intracomunitaria exenta de IVA: artículo 138, Directiva 2006/112/CE",
    },
    "VATEX-EU-G": {
        "en": "Export outside the European Union, exempt from VAT: article 146, Directive 2006/112/EC",
        "de": "Steuerfreie Ausfuhrlieferung nach Artikel 146 der Richtlinie 2006/112/EG",
        "fr": "Exportation hors de l’Union européenne exonérée de TVA : article 146, directive 2006/112/CE",
        "es": "Exportación fuera de la Unión Europea exenta de IVA: artículo 146, Directiva 2006/112/CE",
    },
    "VATEX-EU-O": {
        "en": "Not subject to VAT",
        "de": "Nicht steuerbar",
        "fr": "Hors du champ d’application de la TVA",
        "es": "No sujeto a IVA",
    },
    "VATEX-EU-D": {
        "en": "Margin scheme — travel agents",
        "de": "Sonderregelung für Reisebüros",
        "fr": "Régime particulier — agences de voyages",
        "es": "Régimen especial — agencias de viajes",
    },
    "VATEX-EU-F": {
        "en": "Margin scheme — second-hand goods",
        "de": "Gebrauchtgegenstände/Sonderregelung",
        "fr": "Régime particulier — biens d’occasion",
        "es": "Régimen especial — bienes usados",
    },
    "VATEX-EU-I": {
        "en": "Margin scheme — works of art",
        "de": "Kunstgegenstände/Sonderregelung",
        "fr": "Régime particulier — objets d’art",
        "es": "Régimen especial — objetos de arte",
    },
    "VATEX-EU-J": {
        "en": "Margin scheme — collector’s items and antiques",
        "de": "Sammlungsstücke und Antiquitäten/Sonderregelung",
        "fr": "Régime particulier — objets de collection et d’antiquité",
        "es": "Régimen especial — objetos de colección y antigüedades",
    },
    # The law wants the French words on the paper (CGI, article 293 E).
    "VATEX-FR-FRANCHISE": {
        "en": "VAT not applicable, article 293 B of the French tax code (TVA non applicable, art. 293 B du CGI)",
        "de": "Keine Umsatzsteuer nach Artikel 293 B des französischen Steuergesetzbuchs (TVA non applicable, art. 293 B du CGI)",
        "fr": "TVA non applicable, art. 293 B du CGI",
        "es": "IVA no aplicable, artículo 293 B del código tributario francés (TVA non applicable, art. 293 B du CGI)",
    },
}

CODES = frozenset({code for code in _SENTENCES if code} | {f"VATEX-EU-{article}" for article in _ARTICLES})

_OUT_OF_SCOPE = "VATEX-EU-O"
# Small enterprises have no code but in France: article 284 says it, or the law of the country.
_SMALL = {
    "en": ("Small enterprise, exempt from VAT: {}", "article 284, Directive 2006/112/EC"),
    "de": ("Steuerfrei als Kleinunternehmer: {}", "Artikel 284 der Richtlinie 2006/112/EG"),
    "fr": ("Petite entreprise, exonération de TVA : {}", "article 284, directive 2006/112/CE"),
    "es": ("Pequeña empresa, exenta de IVA: {}", "artículo 284, Directiva 2006/112/CE"),
}
_LAWS = {"DE": "§ 19 UStG", "AT": "§ 6 Abs. 1 Z 27 UStG"}


def bears_tax(category: TaxCategory) -> bool:
    """Whether nothing has to be said of why there is no tax; a rate of zero is a rate."""
    return category in (TaxCategory.STANDARD, TaxCategory.ZERO)


def reason(category: TaxCategory, code: str, language: str, *, small_in: str = "") -> str:
    """Why a category bears no tax; `small_in` is where the seller is a small enterprise. BR-O-10 lets words alone stand."""
    if small_in and not code and category is TaxCategory.EXEMPT:
        words, article = _SMALL[language]
        return words.format(_LAWS.get(small_in, article))
    return sentence(code or (_OUT_OF_SCOPE if category is TaxCategory.OUT_OF_SCOPE else ""), language)


def sentence(code: str, language: str) -> str:
    """Why there is no tax, in the words of a language (en, de, fr, es); without a code only that there is none.

    Raises KeyError for another code or language.
    """
    if code in _SENTENCES:
        return _SENTENCES[code][language]
    if code not in CODES:
        raise KeyError(code)
    text, paragraph, point = _BY_ARTICLE[language]
    found = re.fullmatch(r"VATEX-EU-(\d+)(?:-(\d?)([A-Z]*))?", code)
    assert found, code
    article, number, letter = found.groups()
    place = article + (paragraph.format(number) if number else "") + (point.format(letter.lower()) if letter else "")
    return text.format(place)
