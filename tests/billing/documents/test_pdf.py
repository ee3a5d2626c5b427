"""An invoice as its buyer gets it, read back from the PDF."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf import render
from contexts.billing.documents.pdf.language import formats
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money
from tests.billing.documents.making import document, line
from tests.billing.documents.parties import BUYER, SELLER
from tests.billing.documents.reading import FONTS, fonts, pages, read, text
from tests.billing.documents.samples import SAMPLES

CASES = [pytest.param(case(), id=name) for name, case in SAMPLES.items() if name != "a_cent_each"]


@pytest.mark.parametrize("sample", CASES)
def test_a_document_of_any_kind_can_be_archived(sample: Document):
    """PDF/A-3b: every font is in it, colours are defined, it says what it is, and nothing in it acts."""
    made = render(sample, fonts=FONTS)
    reader = PdfReader(BytesIO(made))
    said = " ".join(page.extract_text() for page in reader.pages)

    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts(reader))
    assert reader.root_object["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert reader.xmp_metadata.dc_creator == [sample.seller.name]
    assert reader.xmp_metadata.dc_language == [sample.language]
    assert reader.xmp_metadata.dc_description["x-default"] == sample.number
    assert reader.root_object["/Lang"] == sample.language
    assert sample.number in said
    assert formats.number(sample.language, sample.total.amount) in said
    assert not any(word in made for word in (b"/JavaScript", b"/Encrypt", b"/SMask", b"/AA "))


def test_the_same_document_is_the_same_file_each_time():
    assert render(SAMPLES["several_rates"]()) == render(SAMPLES["several_rates"]())


def test_an_invoice_tells_everything_that_the_law_asks_for():
    whole = text(SAMPLES["several_rates"]())

    assert "Rechnung INV-2026-000042" in whole
    assert "Datum 20.11.2026" in whole
    assert "Leistungsdatum 19.11.2026" in whole
    assert "Teehaus Nord GmbH · Speicherstraße 12 · 20457 Hamburg Ada Lovelace Square 1 10115 Berlin" in whole
    assert "1 Sencha Superior, 100 g 3 14,90 7 % 44,70 Art.-Nr. SENCHA-100 Stück" in whole
    assert "7 % 86,64 6,06 19 % 372,18 70,72" in whole
    assert "Nettobetrag 458,82 EUR Umsatzsteuer 76,78 EUR Zu zahlen 535,60 EUR" in whole
    assert "Bitte überweisen Sie 535,60 EUR bis zum 04.12.2026 auf dieses Konto." in whole
    assert "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX" in whole
    assert "Vielen Dank für Ihren Einkauf. Wir freuen uns auf Ihren Besuch." in whole
    assert "Amtsgericht Hamburg, HRB 12345 USt-IdNr. DE136695976 · ATU13585627 Steuernummer 27/123/45678" in whole
    assert "Seite 1 von 1" in whole


def test_discounts_stand_with_their_reasons():
    whole = text(SAMPLES["discounts"]())

    assert "Discount: ten for nine –14.90" in whole
    assert "Sum of all lines 237.95 EUR Discount: welcome voucher –20.00 EUR" in whole


def test_a_discount_needs_no_reason():
    given = SAMPLES["discounts"]()
    assert "Discount –20.00 EUR" in text(replace(given, discount=replace(given.discount, reason="")))


def test_net_prices_say_so_and_tax_is_added():
    whole = text(SAMPLES["net_prices"]())

    assert "Einzelpreis ohne USt" in whole
    assert "Nettobetrag 1.138,00 EUR Umsatzsteuer 216,22 EUR Zu zahlen 1.354,22 EUR" in whole


def test_tax_in_the_price_that_is_not_owed_is_taken_off_before_the_eyes_of_the_reader():
    exempt = document([line("Tea", "119.00", 1, "0", category=TaxCategory.EXPORT)])
    net = Money.of("100.00", "EUR")
    taxes = (replace(exempt.tax_lines[0], net=net, gross=net),)
    whole = text(replace(exempt, net=net, total=net, tax_lines=taxes))

    assert "Sum of all lines 119.00 EUR VAT in the prices, not owed –19.00 EUR Total excl. VAT 100.00 EUR" in whole


def test_a_supply_to_another_member_state_names_both_vat_ids_country_and_date():
    whole = text(SAMPLES["intra_community"]())

    assert "exonérée de TVA : article 138, directive 2006/112/CE." in whole
    assert "N° TVA du fournisseur DE136695976, du client FR40303265045." in whole
    assert "Date de livraison 19/11/2026" in whole
    assert "Pays de livraison France" in whole


def test_a_credit_note_names_the_invoice_it_corrects_and_why_and_asks_for_no_money():
    whole = text(SAMPLES["credit_note"]())

    assert "Rechnungskorrektur CN-2026-000007" in whole
    assert "Korrigiert die Rechnung INV-2026-000042 vom 20.11.2026. Grund: Die Ware wurde zurückgegeben." in whole
    assert "Korrekturbetrag 133,70 EUR" in whole
    assert "überweisen" not in whole


def test_a_bare_document_has_nothing_that_is_empty():
    whole = text(SAMPLES["bare"]())

    assert "Due date" not in whole
    assert "IBAN" not in whole
    assert "Amount due 12.50 EUR VAT ID DE136695976" not in whole.replace("Terms", "")


def test_without_a_due_date_the_buyer_is_asked_to_pay_all_the_same():
    whole = text(document([line("Tea", "5.00")], due_date=None))
    assert "Please transfer 5.00 EUR to this account. Account holder" in whole


def test_where_nothing_is_due_nobody_is_asked_to_pay():
    assert "transfer" not in text(document([line("Sample", "0.00")]))


def test_a_long_invoice_repeats_the_head_of_its_table_and_counts_its_pages():
    told = pages(SAMPLES["many_lines"]())

    assert [f"Seite {number} von {len(told)}" in page for number, page in enumerate(told, start=1)] == [True] * len(
        told
    )
    assert all("Pos. Bezeichnung Menge" in page for page in told if "Art.-Nr." in page)
    assert sum("Pos. Bezeichnung Menge" in page for page in told) >= len(told) - 1
    assert all("Rechnung INV-2026-000042" in page for page in told)
    assert "120 Tee Nr. 120" in " ".join(told)


def test_totals_never_stand_on_a_page_without_a_line():
    for count in (*range(10, 18), *range(31, 39)):
        told = pages(document([line(f"Tea {number}", "1.00") for number in range(1, count + 1)]))
        totals = next(page for page in told if "Amount due" in page)
        assert f"Tea {count}" in totals


def test_a_thousand_lines_are_one_document():
    told = pages(SAMPLES["a_cent_each"]())
    assert "999 Teabag" in " ".join(told)
    assert len(told) < 50


def test_what_is_long_is_wrapped_and_nothing_is_lost():
    told = pages(SAMPLES["long_texts"]())
    whole = "".join(told).replace(" ", "")

    assert "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsteekannenwärmer" in whole
    assert "X" * 40 in whole
    assert whole.count("langer") == 30
    assert whole.count("Öffnungszeiten.") == 20


def test_an_address_that_is_too_long_for_the_window_is_written_smaller():
    parts = {"line1": "Long street " * 12, "line2": "Backyard " * 12}
    long = replace(BUYER, name="Name " * 40, address=replace(BUYER.address, name="Department " * 20, **parts))
    assert text(replace(SAMPLES["plain"](), buyer=long)).count("Department") == 20


def test_a_seller_with_a_long_name_is_named_whole():
    assert text(replace(SAMPLES["plain"](), seller=replace(SELLER, name="Tea " * 60 + "Ltd."))).startswith(
        "Tea " * 60 + "Ltd."
    )


def test_a_town_stands_where_its_country_writes_it():
    address = replace(BUYER.address, city="Springfield", region="IL", postal_code="62701", country="US")
    whole = text(replace(SAMPLES["plain"](), buyer=replace(BUYER, address=address)))
    assert "Square 1 Springfield IL 62701 UNITED STATES" in whole


def test_a_seller_needs_no_address():
    whole = text(replace(SAMPLES["plain"](), seller=replace(SELLER, address=None)))
    assert "10115 Berlin GERMANY" in whole


def test_an_amount_wider_than_its_column_is_written_smaller_and_not_cut():
    given = SAMPLES["plain"]()
    dear = replace(given.lines[0], unit_price=Money.of("123456789012345.00", "EUR"))
    assert "123,456,789,012,345.00" in text(replace(given, lines=(dear,)))


def test_a_line_without_sku_has_no_empty_label():
    given = SAMPLES["plain"]()
    assert "Item" not in text(replace(given, lines=(replace(given.lines[0], sku=""),)))


def test_a_document_is_dated_by_its_own_day():
    given = replace(SAMPLES["plain"](), issue_date=date(2027, 1, 2))
    assert read(given).xmp_metadata.xmp_create_date.date() == date(2027, 1, 2)


def test_a_rate_of_many_decimals_is_shown_whole():
    assert "9.975% 8,180.00 815.96" in text(SAMPLES["rate_of_three_decimals"]())
    assert SAMPLES["rate_of_three_decimals"]().tax.amount == Decimal("815.96")


def test_making_a_document_says_nothing_in_the_log(caplog: pytest.LogCaptureFixture):
    render(SAMPLES["plain"]())
    assert caplog.records == []
