"""Names of countries: those of the European single market and its neighbours in each language, all others in English."""

from contexts.billing.documents.pdf.language.words import LANGUAGES
from gotuto.address import countries

# By code (ISO 3166-1 alpha-2), in the order of LANGUAGES.
_NAMES: dict[str, tuple[str, str, str, str]] = {
    "AT": ("Austria", "Österreich", "Autriche", "Austria"),
    "BE": ("Belgium", "Belgien", "Belgique", "Bélgica"),
    "BG": ("Bulgaria", "Bulgarien", "Bulgarie", "Bulgaria"),
    "CH": ("Switzerland", "Schweiz", "Suisse", "Suiza"),
    "CY": ("Cyprus", "Zypern", "Chypre", "Chipre"),
    "CZ": ("Czechia", "Tschechien", "Tchéquie", "Chequia"),
    "DE": ("Germany", "Deutschland", "Allemagne", "Alemania"),
    "DK": ("Denmark", "Dänemark", "Danemark", "Dinamarca"),
    "EE": ("Estonia", "Estland", "Estonie", "Estonia"),
    "ES": ("Spain", "Spanien", "Espagne", "España"),
    "FI": ("Finland", "Finnland", "Finlande", "Finlandia"),
    "FR": ("France", "Frankreich", "France", "Francia"),
    "GB": ("United Kingdom", "Vereinigtes Königreich", "Royaume-Uni", "Reino Unido"),
    "GR": ("Greece", "Griechenland", "Grèce", "Grecia"),
    "HR": ("Croatia", "Kroatien", "Croatie", "Croacia"),
    "HU": ("Hungary", "Ungarn", "Hongrie", "Hungría"),
    "IE": ("Ireland", "Irland", "Irlande", "Irlanda"),
    "IS": ("Iceland", "Island", "Islande", "Islandia"),
    "IT": ("Italy", "Italien", "Italie", "Italia"),
    "LI": ("Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein"),
    "LT": ("Lithuania", "Litauen", "Lituanie", "Lituania"),
    "LU": ("Luxembourg", "Luxemburg", "Luxembourg", "Luxemburgo"),
    "LV": ("Latvia", "Lettland", "Lettonie", "Letonia"),
    "MT": ("Malta", "Malta", "Malte", "Malta"),
    "NL": ("Netherlands", "Niederlande", "Pays-Bas", "Países Bajos"),
    "NO": ("Norway", "Norwegen", "Norvège", "Noruega"),
    "PL": ("Poland", "Polen", "Pologne", "Polonia"),
    "PT": ("Portugal", "Portugal", "Portugal", "Portugal"),
    "RO": ("Romania", "Rumänien", "Roumanie", "Rumanía"),
    "SE": ("Sweden", "Schweden", "Suède", "Suecia"),
    "SI": ("Slovenia", "Slowenien", "Slovénie", "Eslovenia"),
    "SK": ("Slovakia", "Slowakei", "Slovaquie", "Eslovaquia"),
    "US": ("United States", "Vereinigte Staaten", "États-Unis", "Estados Unidos"),
}


def country_name(code: str, language: str) -> str:
    """The name of a country; a code that is none stands for itself."""
    if code in _NAMES:
        return _NAMES[code][LANGUAGES.index(language)]
    return countries().get(code, code)
