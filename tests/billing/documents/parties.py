"""Who sells and who buys in the sample documents."""

from contexts.billing.invoices.dto import Buyer
from contexts.billing.sellers.dto import Bank, Registration, Scheme, Seller
from gotuto.address import Address

SELLER = Seller(
    legal_entity="north",
    name="Teehaus Nord GmbH",
    address=Address(
        name="Teehaus Nord GmbH", line1="Speicherstraße 12", postal_code="20457", city="Hamburg", country="DE"
    ),
    vat_id="DE136695976",
    tax_number="27/123/45678",
    register_entry="Amtsgericht Hamburg, HRB 12345",
    registrations=(Registration(country="AT", vat_id="ATU13585627"), Registration(country="EU", scheme=Scheme.OSS)),
    email="rechnung@teehaus-nord.example",
    phone="+49 40 1234567",
    website="teehaus-nord.example",
    bank=Bank(iban="DE89370400440532013000", bic="COBADEFFXXX", holder="Teehaus Nord GmbH", name="Commerzbank Hamburg"),
    terms="Payable within 14 days without deduction. The goods remain ours until they are paid in full.",
    footer=("Managing directors: Ada Nord, Ben Süd",),
    language="de",
    time_zone="Europe/Berlin",
    patterns={"invoice": "INV-{year}-{seq:06}", "credit_note": "CN-{year}-{seq:06}"},
)
BERLIN = Address(name="Ada Lovelace", line1="Square 1", postal_code="10115", city="Berlin", country="DE")
BUYER = Buyer(name="Ada Lovelace", email="ada@example.com", address=BERLIN)
PARIS = Buyer(
    name="Salon de Thé Marais SARL",
    email="compta@marais.example",
    vat_id="FR40303265045",
    address=Address(
        name="Salon de Thé Marais SARL", line1="8 rue des Rosiers", postal_code="75004", city="Paris", country="FR"
    ),
)
MADRID = Buyer(
    name="Tetería Sol S.L.",
    email="facturas@sol.example",
    vat_id="ESB58378431",
    address=Address(
        name="Tetería Sol S.L.",
        line1="Calle Mayor 5",
        line2="3.º izq.",
        postal_code="28013",
        city="Madrid",
        country="ES",
    ),
)
ZURICH = Buyer(
    name="Teestube am See AG",
    email="buchhaltung@see.example",
    address=Address(
        name="Teestube am See AG", line1="Seefeldstrasse 3", postal_code="8008", city="Zürich", country="CH"
    ),
)
ATELIER = Seller(
    legal_entity="atelier",
    name="Atelier du Thé",
    address=Address(name="Atelier du Thé", line1="3 quai de Saône", postal_code="69002", city="Lyon", country="FR"),
    vat_id="FR83404833048",
    tax_number="40483304800022",
    register_entry="RCS Lyon 404 833 048",
    bank=Bank(iban="FR1420041010050500013M02606", holder="Atelier du Thé"),
    language="fr",
    time_zone="Europe/Paris",
)
