"""Why a line bears no tax, in the words that directive 2006/112/EC (art. 226) and readers expect of a document."""

import re
from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language.words import LANGUAGES
from contexts.billing.taxes.dto import TaxCategory

_USUAL = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUT_OF_SCOPE: "VATEX-EU-O",
}

# By code of the VATEX list, in the order of LANGUAGES.
_SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "VATEX-EU-AE": (
        "Reverse charge: the customer is liable for the VAT (Article 196 of Directive 2006/112/EC).",
        "Steuerschuldnerschaft des Leistungsempfängers (Artikel 196 der Richtlinie 2006/112/EG).",
        "Autoliquidation : la TVA est due par le preneur (article 196 de la directive 2006/112/CE).",
        "Inversión del sujeto pasivo (artículo 196 de la Directiva 2006/112/CE).",
    ),
    "VATEX-EU-IC": (
        "Intra-Community supply, exempt from VAT (Article 138 of Directive 2006/112/EC).",
        "Steuerfreie innergemeinschaftliche Lieferung (Artikel 138 der Richtlinie 2006/112/EG).",
        "Livraison intracommunautaire exonérée de TVA (article 138 de la directive 2006/112/CE).",
        "Entrega intracomunitaria exenta de IVA (artículo 138 de la Directiva 2006/112/CE).",
    ),
    "VATEX-EU-G": (
        "Export, exempt from VAT (Article 146 of Directive 2006/112/EC).",
        "Steuerfreie Ausfuhrlieferung (Artikel 146 der Richtlinie 2006/112/EG).",
        "Exportation exonérée de TVA (article 146 de la directive 2006/112/CE).",
        "Exportación exenta de IVA (artículo 146 de la Directiva 2006/112/CE).",
    ),
    "VATEX-EU-O": (
        "Outside the scope of VAT.",
        "Nicht im Anwendungsbereich der Umsatzsteuer (nicht steuerbar).",
        "Hors du champ d’application de la TVA.",
        "Operación no sujeta a IVA.",
    ),
    "VATEX-EU-D": (
        "Margin scheme – Travel agents.",
        "Sonderregelung für Reisebüros.",
        "Régime particulier – Agences de voyages.",
        "Régimen especial de las agencias de viajes.",
    ),
    "VATEX-EU-F": (
        "Margin scheme – Second-hand goods.",
        "Gebrauchtgegenstände/Sonderregelung.",
        "Régime particulier – Biens d’occasion.",
        "Régimen especial de los bienes usados.",
    ),
    "VATEX-EU-I": (
        "Margin scheme – Works of art.",
        "Kunstgegenstände/Sonderregelung.",
        "Régime particulier – Objets d’art.",
        "Régimen especial de los objetos de arte.",
    ),
    "VATEX-EU-J": (
        "Margin scheme – Collector’s items and antiques.",
        "Sammlungsstücke und Antiquitäten/Sonderregelung.",
        "Régime particulier – Objets de collection et d’antiquité.",
        "Régimen especial de los objetos de colección y antigüedades.",
    ),
}
# A small enterprise owes no tax by the law of its own country; the code of the French rule is the only one of its kind.
_SMALL = "FRANCHISE"
_SMALL_ENTERPRISE: dict[str, tuple[str, str, str, str]] = {
    "DE": (
        "No VAT is charged: small enterprise (§ 19 UStG).",
        "Steuerfrei nach § 19 UStG (Kleinunternehmer).",
        "TVA non facturée : petite entreprise (§ 19 UStG).",
        "Sin IVA: pequeña empresa (§ 19 UStG).",
    ),
    "FR": (
        "No VAT is charged (art. 293 B du CGI).",
        "Keine Umsatzsteuer (art. 293 B du CGI).",
        "TVA non applicable, art. 293 B du CGI.",
        "Sin IVA (art. 293 B du CGI).",
    ),
    "": (
        "No VAT is charged: small enterprise (Article 284 of Directive 2006/112/EC).",
        "Steuerfrei: Kleinunternehmer (Artikel 284 der Richtlinie 2006/112/EG).",
        "TVA non applicable : petite entreprise (article 284 de la directive 2006/112/CE).",
        "Exento de IVA: pequeña empresa (artículo 284 de la Directiva 2006/112/CE).",
    ),
}
_ARTICLE = re.compile(r"VATEX-EU-(\d+)-?(\d*)([A-Z]*)")
# An article, its paragraph and point, and the sentence around them.
_CITED = (
    ("Article {}", "({})", "({})", "Exempt from VAT ({} of Directive 2006/112/EC)."),
    ("Artikel {}", " Absatz {}", " Buchstabe {}", "Steuerfrei ({} der Richtlinie 2006/112/EG)."),
    ("article {}", ", paragraphe {}", ", point {})", "Exonération de TVA ({} de la directive 2006/112/CE)."),
    ("artículo {}", ", apartado {}", ", letra {})", "Exento de IVA ({} de la Directiva 2006/112/CE)."),
)
_EXEMPT = ("Exempt from VAT{}.", "Steuerfrei{}.", "Exonération de TVA{}.", "Exento de IVA{}.")


def reasons(document: Document) -> Iterator[str]:
    """A sentence for each reason why something bears no tax, each once."""
    address = document.seller.address
    country = address.country if address else ""
    told = {
        sentence(document.language, one.exemption or _USUAL.get(one.category, ""), country): None
        for one in document.tax_lines
        if one.exemption or one.category in _USUAL or one.category is TaxCategory.EXEMPT
    }
    yield from told


def sentence(language: str, code: str, country: str) -> str:
    """What a code of the VATEX list says; `country` is the seller's, whose law exempts small enterprises."""
    spoken = LANGUAGES.index(language)
    if code.endswith(_SMALL):
        return _SMALL_ENTERPRISE.get(country, _SMALL_ENTERPRISE[""])[spoken]
    if code in _SENTENCES:
        return _SENTENCES[code][spoken]
    if cited := _ARTICLE.fullmatch(code):
        article, paragraph, point, whole = _CITED[spoken]
        number, section, letter = cited.groups()
        parts = (article, number), (paragraph, section), (point, letter.lower())
        return whole.format("".join(form.format(value) for form, value in parts if value))
    return _EXEMPT[spoken].format(f" ({code})" if code else "")
