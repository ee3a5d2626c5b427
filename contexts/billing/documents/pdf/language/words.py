"""The localisation table of documents: every title and label in each language that a document can be in."""

LANGUAGES = ("en", "de", "fr", "es")

# One row for each word, in the order of LANGUAGES.
WORDS: dict[str, tuple[str, str, str, str]] = {
    "invoice": ("Invoice", "Rechnung", "Facture", "Factura"),
    "credit_note": ("Credit note", "Rechnungskorrektur", "Avoir", "Factura rectificativa"),
    # The facts beside the address.
    "number": ("Number", "Nummer", "Numéro", "Número"),
    "issue_date": ("Date", "Datum", "Date", "Fecha"),
    "due_date": ("Due date", "Zahlbar bis", "Échéance", "Vencimiento"),
    "order_number": ("Order", "Bestellung", "Commande", "Pedido"),
    "buyer_reference": ("Your reference", "Ihr Zeichen", "Votre référence", "Su referencia"),
    "buyer_vat_id": ("Your VAT ID", "Ihre USt-IdNr.", "Votre n° TVA", "Su NIF-IVA"),
    "delivered_on": ("Date of supply", "Leistungsdatum", "Date de livraison", "Fecha de entrega"),
    "deliver_to": ("Country of delivery", "Lieferland", "Pays de livraison", "País de entrega"),
    "preceding": (
        "Corrects invoice {number} of {date}.",
        "Korrigiert die Rechnung {number} vom {date}.",
        "Rectifie la facture {number} du {date}.",
        "Rectifica la factura {number} de fecha {date}.",
    ),
    "reason": ("Reason: {reason}", "Grund: {reason}", "Motif : {reason}", "Motivo: {reason}"),
    # The table of lines.
    "position": ("No.", "Pos.", "N°", "N.º"),
    "description": ("Description", "Bezeichnung", "Désignation", "Descripción"),
    "quantity": ("Quantity", "Menge", "Quantité", "Cantidad"),
    "unit_price": ("Unit price", "Einzelpreis", "Prix unitaire", "Precio unitario"),
    "with_tax": ("incl. VAT", "inkl. USt", "TTC", "IVA incl."),
    "without_tax": ("excl. VAT", "ohne USt", "HT", "sin IVA"),
    "rate": ("VAT", "USt", "TVA", "IVA"),
    "amount": ("Amount", "Betrag", "Montant", "Importe"),
    "sku": ("Item {sku}", "Art.-Nr. {sku}", "Réf. {sku}", "Ref. {sku}"),
    "discount": ("Discount", "Rabatt", "Remise", "Descuento"),
    "discount_for": ("Discount: {reason}", "Rabatt: {reason}", "Remise : {reason}", "Descuento: {reason}"),
    # The totals and the table of taxes.
    "sum": ("Sum of all lines", "Summe der Positionen", "Total des lignes", "Suma de las líneas"),
    "not_owed": (
        "VAT in the prices, not owed",
        "Enthaltene, nicht geschuldete USt",
        "TVA incluse, non due",
        "IVA incluido, no debido",
    ),
    "net": ("Total excl. VAT", "Nettobetrag", "Total HT", "Base imponible"),
    "tax": ("VAT", "Umsatzsteuer", "TVA", "IVA"),
    "to_pay": ("Amount due", "Zu zahlen", "Net à payer", "Total a pagar"),
    "credited": ("Amount credited", "Korrekturbetrag", "Montant crédité", "Importe abonado"),
    "tax_rate": ("VAT rate", "Steuersatz", "Taux de TVA", "Tipo de IVA"),
    "tax_net": ("Net", "Netto", "Base HT", "Base"),
    "tax_amount": ("VAT", "Steuer", "TVA", "Cuota"),
    "S": ("", "", "", ""),
    "Z": ("zero-rated", "Nullsatz", "taux zéro", "tipo cero"),
    "E": ("exempt", "steuerfrei", "exonéré", "exento"),
    "AE": ("reverse charge", "Reverse Charge", "autoliquidation", "inversión"),
    "K": ("intra-Community", "innergemeinschaftlich", "intracommunautaire", "intracomunitario"),
    "G": ("export", "Ausfuhr", "exportation", "exportación"),
    "O": ("out of scope", "nicht steuerbar", "hors champ", "no sujeto"),
    # The delivery to another member state, with what both sides are registered under.
    "supply": (
        "VAT ID of the supplier {seller}, of the customer {buyer}.",
        "USt-IdNr. des Lieferers {seller}, des Erwerbers {buyer}.",
        "N° TVA du fournisseur {seller}, du client {buyer}.",
        "NIF-IVA del proveedor {seller}, del cliente {buyer}.",
    ),
    # The payment.
    "pay": (
        "Please transfer {amount} to this account.",
        "Bitte überweisen Sie {amount} auf dieses Konto.",
        "Merci de virer {amount} sur ce compte.",
        "Transfiera {amount} a esta cuenta, por favor.",
    ),
    "pay_by": (
        "Please transfer {amount} to this account by {date}.",
        "Bitte überweisen Sie {amount} bis zum {date} auf dieses Konto.",
        "Merci de virer {amount} sur ce compte au plus tard le {date}.",
        "Transfiera {amount} a esta cuenta a más tardar el {date}, por favor.",
    ),
    "holder": ("Account holder", "Kontoinhaber", "Titulaire", "Titular"),
    "iban": ("IBAN", "IBAN", "IBAN", "IBAN"),
    "bic": ("BIC", "BIC", "BIC", "BIC"),
    "bank": ("Bank", "Bank", "Banque", "Banco"),
    "reference": ("Reference", "Verwendungszweck", "Référence", "Concepto"),
    "scan": ("Scan to pay", "Zum Bezahlen scannen", "Scanner pour payer", "Escanear para pagar"),
    # The end and the foot of each page.
    "notes": ("Notes", "Hinweise", "Remarques", "Observaciones"),
    "terms": ("Terms", "Bedingungen", "Conditions", "Condiciones"),
    "vat_id": ("VAT ID {id}", "USt-IdNr. {id}", "N° TVA {id}", "NIF-IVA {id}"),
    "tax_number": ("Tax no. {id}", "Steuernummer {id}", "N° fiscal {id}", "NIF {id}"),
    "page": ("Page {page} of {pages}", "Seite {page} von {pages}", "Page {page} sur {pages}", "Página {page} de {pages}"),
}  # fmt: skip


def say(language: str, word: str, **given: object) -> str:
    """A word or sentence in a language, with what it names put in. Raises ValueError for another language."""
    return WORDS[word][LANGUAGES.index(language)].format(**given)
