"""Sample documents of every kind that a shop sends, by name: what PDF and XML are tried on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from contexts.billing.documents.dto import Document, Preceding
from contexts.billing.invoices.dto import Buyer, InvoiceKind
from contexts.billing.taxes.dto import TaxCategory
from gotuto.address import Address
from tests.billing.documents.making import discount, document, line
from tests.billing.documents.parties import ATELIER, BERLIN, BUYER, MADRID, PARIS, SELLER, ZURICH

Case = Callable[[], Document]
SAMPLES: dict[str, Case] = {}


def sample(case: Case) -> Case:
    SAMPLES[case.__name__] = case
    return case


@sample
def plain() -> Document:
    return document([line("Green tea, 100 g", "12.50", 2)])


@sample
def several_rates() -> Document:
    lines = [
        line("Sencha Superior, 100 g", "14.90", 3, "0.07", sku="SENCHA-100"),
        line("Teekanne aus Gusseisen", "89.00", 1, sku="POT-IRON"),
        line("Teesieb", "353.90", 1, sku="SIEVE"),
        line("Buch „Das Teebuch“", "24.00", 2, "0.07", sku="BOOK-7"),
    ]
    return document(lines, language="de", notes="Vielen Dank für Ihren Einkauf.\nWir freuen uns auf Ihren Besuch.")


@sample
def intra_community() -> Document:
    lines = [
        line("Thé vert Sencha, sac de 5 kg", "86.00", 12, "0", category=TaxCategory.INTRA_COMMUNITY, sku="SENCHA-5K"),
        line("Théière en fonte", "61.25", 6, "0", category=TaxCategory.INTRA_COMMUNITY, sku="POT-IRON"),
    ]
    return document(
        lines,
        gross=False,
        language="fr",
        buyer=PARIS,
        deliver_to="FR",
        buyer_reference="BC-2026-117",
    )


@sample
def reverse_charge() -> Document:
    lines = [
        line(
            "Formación de sumiller de té",
            "95.00",
            8,
            "0",
            category=TaxCategory.REVERSE_CHARGE,
            unit="HUR",
            sku="COURSE",
        ),
        line("Día de asesoramiento", "640.00", 2, "0", category=TaxCategory.REVERSE_CHARGE, unit="DAY", sku="CONSULT"),
    ]
    return document(lines, gross=False, language="es", buyer=MADRID)


@sample
def export() -> Document:
    lines = [line("Green tea, bag of 5 kg", "86.00", 20, "0", category=TaxCategory.EXPORT, sku="SENCHA-5K", unit="XBG")]
    return document(lines, gross=False, buyer=ZURICH, deliver_to="CH")


@sample
def exempt() -> Document:
    lines = [line("Teeseminar der Volkshochschule", "240.00", 1, "0", category=TaxCategory.EXEMPT, sku="SCHOOL")]
    return document(lines, exemption="VATEX-EU-132-1I", language="de")


@sample
def small_enterprise() -> Document:
    lines = [line("Assemblage sur mesure", "48.00", 2, "0", category=TaxCategory.EXEMPT, sku="MIX")]
    return document(lines, exemption="VATEX-FR-FRANCHISE", language="fr", seller=ATELIER, buyer=PARIS)


@sample
def zero_rated() -> Document:
    return document([line("Schoolbook", "18.00", 5, "0", category=TaxCategory.ZERO, sku="BOOK-1")])


@sample
def out_of_scope() -> Document:
    """Where no value added tax applies, EN 16931 wants no VAT ids either (BR-O-02)."""
    lines = [line("Mitgliedsbeitrag", "60.00", 1, "0", category=TaxCategory.OUT_OF_SCOPE, sku="MEMBER")]
    seller = replace(SELLER, vat_id="", registrations=())
    return document(lines, language="de", seller=seller)


@sample
def goods_and_services() -> Document:
    """Goods to another member state, a service with reverse charge, and one with tax: three groups."""
    lines = [
        line("Sencha, 5 kg", "86.00", 4, "0", category=TaxCategory.INTRA_COMMUNITY, sku="SENCHA-5K"),
        line(
            "Schulung zur Zubereitung", "95.00", 3, "0", category=TaxCategory.REVERSE_CHARGE, unit="HUR", sku="COURSE"
        ),
        line("Teeprobe vor Ort", "40.00", 1, "0.19", sku="TASTING"),
    ]
    return document(lines, gross=False, language="de", buyer=MADRID, deliver_to="ES", order_number="")


@sample
def discounts() -> Document:
    lines = [
        line("Sencha Superior, 100 g", "14.90", 10, "0.07", sku="SENCHA-100", less=discount("14.90", "ten for nine")),
        line("Cast-iron teapot", "89.00", 1, sku="POT-IRON", less=discount("9.00", "scratched lid")),
        line("Tea towel", "7.95", 3, sku="TOWEL"),
    ]
    return document(lines, discount=discount("20.00", "welcome voucher"))


@sample
def net_prices() -> Document:
    """8500 − 7500 at 19 %, as a trade customer is charged: tax is added."""
    lines = [
        line("Ausstattung eines Teeladens", "8500.00", 1, sku="SHOP"),
        line("Lieferung, je Kilometer", "1.15", 120, sku="KM", unit="KMT"),
    ]
    less = discount("7500.00", "Anzahlung laut Vertrag vom 1. Oktober 2026")
    return document(lines, gross=False, language="de", discount=less, buyer_reference="04011000-12345-03")


@sample
def rate_of_three_decimals() -> Document:
    """8180 × 9.975 % is 815.955, rounded half up."""
    return document([line("Tea bar for a fair", "8180.00", 1, "0.09975", sku="BAR")], gross=False)


@sample
def credit_note() -> Document:
    """The whole of an invoice is taken back."""
    lines = [line("Sencha Superior, 100 g", "14.90", 3, "0.07"), line("Teekanne aus Gusseisen", "89.00", 1)]
    return document(lines, **_credit("Die Ware wurde zurückgegeben."), language="de")


@sample
def credit_of_an_amount() -> Document:
    """An amount is credited, of one line, without a quantity coming back."""
    lines = [line("Rabais accordé sur la théière en fonte (couvercle rayé)", "9.00", 1, sku="POT-IRON")]
    return document(lines, **_credit("Marchandise légèrement abîmée."), language="fr", buyer=PARIS)


@sample
def yen() -> Document:
    lines = [line("Matcha, 30 g", "2400", 2, "0.1", currency="JPY"), line("Chasen", "1", 1, "0.1", currency="JPY")]
    return document(lines, seller=replace(SELLER, bank=None))


@sample
def dinar() -> Document:
    """KWD has three decimals, which EN 16931 has no room for: there is a PDF and no XML."""
    return document([line("Black tea, 50 g", "0.333", 3, "0.05", currency="KWD")])


@sample
def many_lines() -> Document:
    lines = [
        line(f"Tee Nr. {number} aus dem Sortiment", f"{3 + number % 17}.{number % 100:02}", 1 + number % 5,
             "0.07" if number % 3 else "0.19", sku=f"TEA-{number:03}")
        for number in range(1, 121)
    ]  # fmt: skip
    return document(lines, language="de")


@sample
def a_cent_each() -> Document:
    """999 lines of 0.01."""
    return document([line("Teabag", "0.01", 1, sku="BAG") for _ in range(999)])


@sample
def three_cents() -> Document:
    return document([line("Teabag", "0.01", 3, sku="BAG")])


@sample
def a_million() -> Document:
    return document([line("Tea plantation", "1000000.00", 1, sku="LAND")], language="es")


@sample
def long_texts() -> Document:
    name = (
        "Vereinigte Importgesellschaft für Tee, Kräuteraufgüsse und Zubehör aus aller Welt Gesellschaft mbH & Co. KGaA"
    )
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsteekannenwärmer"
    lines = [
        line(f"{word} mit Monogramm, in Handarbeit gefertigt", "1249.50", 12, sku="WARMER-" + "X" * 40),
        line("Erste Zeile\nZweite Zeile\n" + "Ein langer Satz über Tee. " * 30, "3.20", 1000, "0.07"),
    ]
    address = replace(BERLIN, name=name, line1=word, line2="Hinterhof, 3. Stock links", country="AT")
    return document(
        lines,
        language="de",
        buyer=replace(BUYER, name=name, address=address),
        seller=replace(SELLER, name=name, footer=(name, "Aufsichtsrat: " + "Dr. Karla Beispielhausen, " * 4)),
        notes="Bitte beachten Sie unsere geänderten Öffnungszeiten. " * 20,
    )


@sample
def right_to_left() -> Document:
    lines = [
        line("شاي أخضر عضوي 100 غرام", "12.50", 2, sku="TEA-AR"),
        line("תה ירוק אורגני, 100 גרם", "11.00", 1, sku="TEA-HE"),
        line("Green tea (شاي أخضر) in a tin", "9.00", 1),
    ]
    buyer = Buyer(
        name="أحمد بن محمد المنصوري",
        email="ahmad@example.com",
        address=Address(
            name="أحمد بن محمد المنصوري", line1="شارع الشيخ زايد 15", postal_code="", city="دبي", country="AE"
        ),
    )
    return document(lines, buyer=buyer)


@sample
def chinese_and_japanese() -> Document:
    lines = [
        line("有机绿茶 100克", "12.50", 2, sku="TEA-ZH"),
        line("抹茶(宇治)30グラム", "24.00", 1, sku="MATCHA"),
        line("유기농 녹차 100그램", "11.00", 1, sku="TEA-KO"),
    ]
    address = Address(name="山田太郎", line1="千代田1-1", postal_code="100-0001", city="東京", country="JP")
    return document(lines, buyer=replace(BUYER, name="山田太郎", address=address))


@sample
def greek_and_cyrillic() -> Document:
    lines = [line("Πράσινο τσάι", "8.00", 1, "0.13"), line("Иван-чай, 50 г", "6.40", 2, "0.2")]
    return document(lines, buyer=replace(BUYER, name="Ελένη Παπαδοπούλου"))


@sample
def bare() -> Document:
    """Only what must stand on it: no bank, no terms, no address of the buyer, no order."""
    seller = replace(SELLER, bank=None, terms="", footer=(), register_entry="", email="", phone="", website="")
    return document(
        [line("Green tea", "12.50")],
        seller=seller,
        buyer=replace(BUYER, address=None),
        due_date=None,
        order_number="",
        delivered_on=None,
    )


def _credit(reason: str) -> dict[str, Any]:
    return {
        "kind": InvoiceKind.CREDIT_NOTE,
        "number": "CN-2026-000007",
        "due_date": None,
        "preceding": Preceding(number="INV-2026-000042", issue_date=date(2026, 11, 20)),
        "issue_date": date(2026, 11, 24),
        "reason": reason,
    }
