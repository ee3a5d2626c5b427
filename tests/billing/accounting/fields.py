"""The columns of a batch of bookings as developer.datev.de lists them: number, kind of field, heading."""

_PAIRS_OF_DOCUMENTS = [f"T Beleginfo - {what} {n}" for n in range(1, 9) for what in ("Art", "Inhalt")]
_PAIRS_OF_NOTES = [f"T Zusatzinformation{what} {n}" for n in range(1, 21) for what in (" - Art", "- Inhalt")]
# T is a text, N a number, B an amount, K an account, D a date.
_FIELDS = [
    *("B Umsatz (ohne Soll/Haben-Kz)", "T Soll/Haben-Kennzeichen", "T WKZ Umsatz", "N Kurs", "B Basis-Umsatz"),
    *("T WKZ Basis-Umsatz", "K Konto", "K Gegenkonto (ohne BU-Schlüssel)", "T BU-Schlüssel", "D Belegdatum"),
    *("T Belegfeld 1", "T Belegfeld 2", "B Skonto", "T Buchungstext", "N Postensperre", "T Diverse Adressnummer"),
    *("N Geschäftspartnerbank", "N Sachverhalt", "N Zinssperre", "T Beleglink", *_PAIRS_OF_DOCUMENTS),
    *("T KOST1 - Kostenstelle", "T KOST2 - Kostenstelle", "N Kost-Menge", "T EU-Land u. UStID (Bestimmung)"),
    *("N EU-Steuersatz (Bestimmung)", "T Abw. Versteuerungsart", "N Sachverhalt L+L", "N Funktionsergänzung L+L"),
    *("N BU 49 Hauptfunktionstyp", "N BU 49 Hauptfunktionsnummer", "N BU 49 Funktionsergänzung", *_PAIRS_OF_NOTES),
    *("N Stück", "N Gewicht", "N Zahlweise", "N Forderungsart", "N Veranlagungsjahr", "D Zugeordnete Fälligkeit"),
    *("N Skontotyp", "T Auftragsnummer", "T Buchungstyp", "N USt-Schlüssel (Anzahlungen)", "T EU-Land (Anzahlungen)"),
    *("N Sachverhalt L+L (Anzahlungen)", "N EU-Steuersatz (Anzahlungen)", "K Erlöskonto (Anzahlungen)"),
    *("T Herkunft-Kz", "T Buchungs GUID", "D KOST-Datum", "T SEPA-Mandatsreferenz", "N Skontosperre"),
    *("T Gesellschaftername", "N Beteiligtennummer", "T Identifikationsnummer", "T Zeichnernummer"),
    *("D Postensperre bis", "T Bezeichnung SoBil-Sachverhalt", "N Kennzeichen SoBil-Buchung", "N Festschreibung"),
    *("D Leistungsdatum", "D Datum Zuord. Steuerperiode", "D Fälligkeit", "T Generalumkehr (GU)", "N Steuersatz"),
    *("T Land", "T Abrechnungsreferenz", "N BVV-Position", "T EU-Land u. UStID (Ursprung)"),
    *("N EU-Steuersatz (Ursprung)", "K Abw. Skontokonto"),
]
HEADINGS = [field[2:] for field in _FIELDS]
TEXTS = [field.startswith("T") for field in _FIELDS]
