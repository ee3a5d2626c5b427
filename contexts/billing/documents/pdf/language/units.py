"""Units of measure in words: the codes of UN/ECE Recommendation 20 that shops use, for one and for many."""

from contexts.billing.documents.pdf.language.words import LANGUAGES

# For one and for many, in the order of LANGUAGES.
UNITS: dict[str, tuple[str, str, str, str]] = {
    "C62": ("piece|pieces", "Stück|Stück", "pièce|pièces", "unidad|unidades"),
    "H87": ("piece|pieces", "Stück|Stück", "pièce|pièces", "unidad|unidades"),
    "EA": ("piece|pieces", "Stück|Stück", "pièce|pièces", "unidad|unidades"),
    "MIN": ("minute|minutes", "Minute|Minuten", "minute|minutes", "minuto|minutos"),
    "HUR": ("hour|hours", "Stunde|Stunden", "heure|heures", "hora|horas"),
    "DAY": ("day|days", "Tag|Tage", "jour|jours", "día|días"),
    "WEE": ("week|weeks", "Woche|Wochen", "semaine|semaines", "semana|semanas"),
    "MON": ("month|months", "Monat|Monate", "mois|mois", "mes|meses"),
    "ANN": ("year|years", "Jahr|Jahre", "an|ans", "año|años"),
    "GRM": ("g|g", "g|g", "g|g", "g|g"),
    "KGM": ("kg|kg", "kg|kg", "kg|kg", "kg|kg"),
    "TNE": ("t|t", "t|t", "t|t", "t|t"),
    "MLT": ("ml|ml", "ml|ml", "ml|ml", "ml|ml"),
    "LTR": ("litre|litres", "Liter|Liter", "litre|litres", "litro|litros"),
    "MMT": ("mm|mm", "mm|mm", "mm|mm", "mm|mm"),
    "CMT": ("cm|cm", "cm|cm", "cm|cm", "cm|cm"),
    "MTR": ("m|m", "m|m", "m|m", "m|m"),
    "KMT": ("km|km", "km|km", "km|km", "km|km"),
    "MTK": ("m²|m²", "m²|m²", "m²|m²", "m²|m²"),
    "MTQ": ("m³|m³", "m³|m³", "m³|m³", "m³|m³"),
    "KWH": ("kWh|kWh", "kWh|kWh", "kWh|kWh", "kWh|kWh"),
    "SET": ("set|sets", "Satz|Sätze", "jeu|jeux", "juego|juegos"),
    "PR": ("pair|pairs", "Paar|Paar", "paire|paires", "par|pares"),
    "DZN": ("dozen|dozen", "Dutzend|Dutzend", "douzaine|douzaines", "docena|docenas"),
    "LS": ("lump sum|lump sums", "pauschal|pauschal", "forfait|forfaits", "global|global"),
    "XBX": ("box|boxes", "Karton|Kartons", "carton|cartons", "caja|cajas"),
    "XPK": ("pack|packs", "Packung|Packungen", "paquet|paquets", "paquete|paquetes"),
    "XBG": ("bag|bags", "Beutel|Beutel", "sachet|sachets", "bolsa|bolsas"),
    "XBO": ("bottle|bottles", "Flasche|Flaschen", "bouteille|bouteilles", "botella|botellas"),
    "XCT": ("carton|cartons", "Karton|Kartons", "carton|cartons", "cartón|cartones"),
}


def unit(language: str, code: str, quantity: int) -> str:
    """The unit as a reader of the language says it; a code that has no words here stands for itself."""
    if code not in UNITS:
        return code
    one, many = UNITS[code][LANGUAGES.index(language)].split("|")
    return one if quantity == 1 else many
