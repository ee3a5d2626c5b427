"""Cases worked by hand: a gross price in a shop, who buys, and what stands on the invoice, with the arithmetic."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

import pytest

from contexts.billing.taxes.domain.deciding import day_of_supply
from contexts.billing.taxes.domain.pricing import PricedLine, price
from contexts.billing.taxes.dto import Recipient, Supplier, TaxClass, VatIdState
from gotuto.money import Money
from tests.billing.taxes.parties import TODAY, buyer, decided, proved, seller


class Case(NamedTuple):
    words: str
    seller: Supplier
    buyer: Recipient
    gross: str
    says: str
    arithmetic: str
    source: str
    tax_class: TaxClass = TaxClass.STANDARD
    service: bool = False
    on: date = TODAY


def tallinn(hour: int, minute: int) -> date:
    """The day at the seller's, of an order placed at this time UTC on the last of June 2025."""
    return day_of_supply(placed_at=datetime(2025, 6, 30, hour, minute, tzinfo=UTC), time_zone="Europe/Tallinn")


NO_VALID = "directive art. 138 (1) (b): without a valid id taxed"
OSS = seller(has_oss=True)
VALID, INVALID, UNAVAILABLE, UNCHECKED = (
    VatIdState.VALID,
    VatIdState.INVALID,
    VatIdState.UNAVAILABLE,
    VatIdState.UNCHECKED,
)

CASES = [
    # `says`: category rate place net + tax = total
    Case("a German shop sells to a German", seller(), buyer(), "119.00", "S 19 DE 100.00 + 19.00 = 119.00",
         "119.00 × 19 / 119 = 19.00", "§ 12 (1) UStG"),
    Case("a book there", seller(), buyer(), "10.70", "S 7 DE 10.00 + 0.70 = 10.70",
         "10.70 × 7 / 107 = 0.70", "§ 12 (2) UStG", TaxClass.REDUCED),
    Case("to a Frenchman, without the one-stop shop", seller(), buyer("FR"), "119.00", "S 19 DE 100.00 + 19.00 = 119.00",
         "as at home", "directive art. 32, 59c"),
    Case("to a Frenchman, with the one-stop shop", OSS, buyer("FR"), "119.00", "S 20 FR 99.17 + 19.83 = 119.00",
         "119.00 × 20 / 120 = 19.8333", "directive art. 33 (a), 369a"),
    Case("a book to a Frenchman, with the one-stop shop", OSS, buyer("FR"), "10.70", "S 5.5 FR 10.14 + 0.56 = 10.70",
         "10.70 × 5.5 / 105.5 = 0.5578", "art. 278-0 bis CGI", TaxClass.REDUCED),
    Case("to a Frenchman, registered in France", seller("DE", "FR"), buyer("FR"), "119.00", "S 20 FR 99.17 + 19.83 = 119.00",
         "119.00 × 20 / 120 = 19.8333", "directive art. 33 (a)"),
    Case("to a Frenchman, registered in Poland only", seller("DE", "PL"), buyer("FR"), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", "directive art. 32"),
    Case("to a French business with a valid VAT id", seller(), buyer("FR", vat_id=proved("FR")), "119.00",
         "K 0 DE 100.00 + 0.00 = 100.00", "119.00 - 119.00 × 19 / 119 = 100.00", "directive art. 138"),
    Case("a valid VAT id goes before the one-stop shop", OSS, buyer("FR", vat_id=proved("FR")), "119.00",
         "K 0 DE 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "directive art. 138"),
    Case("an id found valid 90 days ago is still good", seller(), buyer("FR", vat_id=proved("FR", days_ago=90)), "119.00",
         "K 0 DE 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "rule of 90 days"),
    Case("one of 91 days ago is not", seller(), buyer("FR", vat_id=proved("FR", days_ago=91)), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", NO_VALID),
    Case("an invalid id", seller(), buyer("FR", vat_id=proved("FR", state=INVALID)), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", NO_VALID),
    Case("nobody could be asked about the id", seller(), buyer("FR", vat_id=proved("FR", state=UNAVAILABLE)), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", NO_VALID),
    Case("nobody has asked yet, with the one-stop shop", OSS, buyer("FR", vat_id=proved("FR", state=UNCHECKED)), "119.00",
         "S 20 FR 99.17 + 19.83 = 119.00", "119.00 × 20 / 120 = 19.8333", NO_VALID),
    Case("a German business has it sent to France", OSS, buyer("FR", vat_id=proved("DE")), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", "directive art. 32, 33"),
    Case("to the Canary Islands, from Spain", seller("ES"), buyer("ES", "38001"), "121.00",
         "G 0 ES 100.00 + 0.00 = 100.00", "121.00 - 121.00 × 21 / 121 = 100.00", "directive art. 6 (1) (b), 146"),
    Case("to the Canary Islands, from Germany with the one-stop shop", OSS, buyer("ES", "35001"), "119.00",
         "G 0 DE 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "directive art. 6 (1) (b), 146"),
    Case("to Ceuta", seller("ES"), buyer("ES", "51001"), "12.10", "G 0 ES 10.00 + 0.00 = 10.00",
         "12.10 - 12.10 × 21 / 121 = 10.00", "directive art. 6 (2) (c), 146"),
    Case("to Büsingen", seller(), buyer("DE", "78266"), "119.00", "G 0 DE 100.00 + 0.00 = 100.00",
         "119.00 - 19.00 = 100.00", "directive art. 6 (2) (b), 146"),
    Case("to Heligoland", seller(), buyer("DE", "27498"), "11.90", "G 0 DE 10.00 + 0.00 = 10.00",
         "11.90 - 1.90 = 10.00", "directive art. 6 (2) (a), 146"),
    Case("to Livigno, from Italy", seller("IT"), buyer("IT", "23041"), "122.00", "G 0 IT 100.00 + 0.00 = 100.00",
         "122.00 - 122.00 × 22 / 122 = 100.00", "art. 7, 8 DPR 633/1972"),
    Case("to Åland, from Finland", seller("FI"), buyer("FI", "22100"), "125.50", "G 0 FI 100.00 + 0.00 = 100.00",
         "125.50 - 125.50 × 25.5 / 125.5 = 100.00", "directive art. 6 (1) (d), 146"),
    Case("to Réunion, from France", seller("FR"), buyer("FR", "97400"), "120.00", "G 0 FR 100.00 + 0.00 = 100.00",
         "120.00 - 120.00 × 20 / 120 = 100.00", "directive art. 6 (1) (c), 146"),
    Case("to Mount Athos, from Greece", seller("GR"), buyer("GR", "63086"), "124.00", "G 0 GR 100.00 + 0.00 = 100.00",
         "124.00 - 124.00 × 24 / 124 = 100.00", "directive art. 6 (1) (a), 146"),
    Case("to Monaco, from France", seller("FR"), buyer("MC", "98000"), "120.00", "S 20 FR 100.00 + 20.00 = 120.00",
         "120.00 × 20 / 120 = 20.00", "directive art. 7"),
    Case("to Monaco, from Germany with the one-stop shop", OSS, buyer("MC", "98000"), "119.00",
         "S 20 MC 99.17 + 19.83 = 119.00", "119.00 × 20 / 120 = 19.8333", "directive art. 7, 33 (a)"),
    Case("to Madeira, with the one-stop shop", OSS, buyer("PT", "9000-082"), "122.00", "S 22 PT-30 100.00 + 22.00 = 122.00",
         "122.00 × 22 / 122 = 22.00", "art. 18 (3) CIVA"),
    Case("to the Azores, with the one-stop shop", OSS, buyer("PT", "9500-150"), "116.00",
         "S 16 PT-20 100.00 + 16.00 = 116.00", "116.00 × 16 / 116 = 16.00", "art. 18 (3) CIVA"),
    Case("to Jungholz, with the one-stop shop", OSS, buyer("AT", "6691"), "119.00", "S 19 AT-JM 100.00 + 19.00 = 119.00",
         "119.00 × 19 / 119 = 19.00", "§ 10 (4) UStG 1994"),
    Case("to Belfast, with the one-stop shop", OSS, buyer("GB", "BT1 5GS"), "120.00", "S 20 XI 100.00 + 20.00 = 120.00",
         "120.00 × 20 / 120 = 20.00", "protocol on Northern Ireland, art. 8"),
    Case("to a business in Belfast with a valid XI id", seller(), buyer("GB", "BT1 5GS", proved("XI")), "119.00",
         "K 0 DE 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "protocol on Northern Ireland, art. 8"),
    Case("a service to that business", seller(), buyer("GB", "BT1 5GS", proved("XI")), "119.00",
         "O 0 XI 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "directive art. 44; the protocol is for goods",
         service=True),
    Case("to London", OSS, buyer("GB", "SW1Y 4JH"), "119.00", "G 0 DE 100.00 + 0.00 = 100.00",
         "119.00 - 19.00 = 100.00", "directive art. 146"),
    Case("to London, registered there", seller("DE", "GB"), buyer("GB", "SW1Y 4JH"), "119.00",
         "S 20 GB 99.17 + 19.83 = 119.00", "119.00 × 20 / 120 = 19.8333", "Value Added Tax Act 1994"),
    Case("a service to a French business", seller(), buyer("FR", vat_id=proved("FR")), "119.00",
         "AE 0 FR 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "directive art. 44, 196", service=True),
    Case("a service to a Swiss business", seller(), buyer("CH", vat_id=proved("CH")), "119.00",
         "O 0 CH 100.00 + 0.00 = 100.00", "119.00 - 19.00 = 100.00", "directive art. 44", service=True),
    Case("a service to a Swiss who may be a consumer", seller(), buyer("CH"), "119.00",
         "S 19 DE 100.00 + 19.00 = 119.00", "as at home", "directive art. 45", service=True),
    Case("a British shop to Douglas, Isle of Man", seller("GB"), buyer("IM", "IM1 1AA"), "120.00",
         "S 20 GB 100.00 + 20.00 = 120.00", "120.00 × 20 / 120 = 20.00", "Isle of Man Act 1979"),
    Case("a British shop to Jersey", seller("GB"), buyer("JE", "JE2 3AB"), "120.00", "Z 0 GB 100.00 + 0.00 = 100.00",
         "120.00 - 20.00 = 100.00", "Value Added Tax Act 1994, section 30 (6)"),
    Case("a British shop to Berlin", seller("GB"), buyer("DE"), "120.00", "Z 0 GB 100.00 + 0.00 = 100.00",
         "120.00 - 20.00 = 100.00", "Value Added Tax Act 1994, section 30 (6)"),
    Case("children's clothes there", seller("GB"), buyer("GB"), "15.00", "Z 0 GB 15.00 + 0.00 = 15.00",
         "nothing is inside", "Value Added Tax Act 1994, schedule 8", TaxClass.ZERO),
    Case("a Swiss shop to Vaduz", seller("CH"), buyer("LI", "9490"), "108.10", "S 8.1 CH 100.00 + 8.10 = 108.10",
         "108.10 × 8.1 / 108.1 = 8.10", "treaty of 28 October 1994"),
    Case("a Swiss shop to Büsingen", seller("CH"), buyer("DE", "78266"), "108.10", "S 8.1 CH 100.00 + 8.10 = 108.10",
         "108.10 × 8.1 / 108.1 = 8.10", "Art. 3 MWSTG"),
    Case("a Norwegian shop to Sweden", seller("NO"), buyer("SE"), "125.00", "Z 0 NO 100.00 + 0.00 = 100.00",
         "125.00 - 125.00 × 25 / 125 = 100.00", "§ 6-21 merverdiavgiftsloven"),
    Case("a small enterprise to France", seller(is_small=True), buyer("FR"), "119.00", "E 0 DE 119.00 + 0.00 = 119.00",
         "nothing is inside", "§ 19 UStG"),
    Case("what is exempt by its nature, to the United States", seller(), buyer("US"), "50.00", "E 0 DE 50.00 + 0.00 = 50.00",
         "nothing is inside", "directive art. 132", TaxClass.EXEMPT),
    Case("in Tallinn, half an hour before the rate rises", seller("EE"), buyer("EE"), "122.00",
         "S 22 EE 100.00 + 22.00 = 122.00", "20:30 UTC is 23:30; 122.00 × 22 / 122 = 22.00", "§ 15 KMS", on=tallinn(20, 30)),
    Case("in Tallinn, half an hour after, while it is June in London", seller("EE"), buyer("EE"), "124.00",
         "S 24 EE 100.00 + 24.00 = 124.00", "21:30 UTC is 00:30; 124.00 × 24 / 124 = 24.00", "§ 15 KMS", on=tallinn(21, 30)),
    Case("in Germany on the last day of 2020", seller(), buyer(), "116.00", "S 16 DE 100.00 + 16.00 = 116.00",
         "116.00 × 16 / 116 = 16.00", "§ 28 (1) UStG of 2020", on=date(2020, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_a_case_worked_by_hand(case: Case):
    decision = decided(case.seller, case.buyer, tax_class=case.tax_class, service=case.service, on=case.on)
    line = PricedLine(unit_price=Money.of(case.gross, "EUR"), quantity=1, taxation=decision)
    priced = price([line], currency="EUR", prices_include_tax=True)

    percent = format((decision.rate * 100).normalize(), "f") if decision.rate else Decimal(0)
    amounts = f"{priced.net.amount} + {priced.tax.amount} = {priced.total.amount}"
    assert f"{decision.category} {percent} {decision.place} {amounts}" == case.says, case.arithmetic


def test_there_are_thirty_of_them_each_with_arithmetic_and_source():
    assert len({case.words for case in CASES}) == len(CASES) >= 30
    assert all(case.arithmetic and case.source for case in CASES)
