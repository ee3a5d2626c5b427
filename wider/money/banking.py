"""Staff read what the bank sends, decide about what is not certain, and read who owes what."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.billing.bankstatements.files import Entry, one_statement
from wider.money.shop import Shop
from wider.person import Person

_MAPPING = (
    '{"name": "giro", "account": "DE02120300000000202051", "booked_on": "Tag", "amount": "Betrag", "party": "Name", '
    '"text": ["Zweck"]}'
)
_WORKLIST = "/admin/billing/statementline/?waits=yes"


def play(shop: Shop) -> str:
    """Raises Failed."""
    person, emails = shop.person("4-bank"), [shop.street.somebody() for _ in range(4)]
    owed = [shop.street.invoice(shop.order(email=email, price=f"{30 + n}.00")) for n, email in enumerate(emails)]
    _reads_camt(shop, person, owed)
    _reads_csv(shop, person, owed)
    _decides(person, emails[3], owed[3])
    _ageing(shop.person("6-ageing"))
    return "staff read CAMT.053 and CSV, accept, split and park lines, and go from a bar to an account and its invoices"


def _hands_in(shop: Shop, person: Person, name: str, content: bytes) -> None:
    file = Path(shop.instance.data_dir) / name
    file.write_bytes(content)
    person.hands_in("input[type=file]", file)


def _reads_camt(shop: Shop, person: Person, owed: list[dict[str, Any]]) -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    file = one_statement(
        Entry(amount="30.00", text=f"Invoice {owed[0]['number']}", ref="R1", day=today),
        Entry(amount="20.00", text=owed[1]["number"], name="Grace Hopper", ref="R2", day=today),
        Entry(amount="50.00", text="thank you", name="Charles Babbage", iban="DE75512108001245126199", ref="R3", day=today),
        Entry(amount="7.77", text="who knows", name="Nobody Known", iban="DE75512108001245126199", ref="R4", day=today),
        number="of today", first=today, last=today,
    )  # fmt: skip
    for told in ("of today is read: 1 booked, 3 wait", "of today was read before: nothing is booked twice"):
        person.goes("/admin/billing/bankstatement/add/")
        _hands_in(shop, person, "camt.xml", file)
        person.presses("Save")
        person.reads(told)
        person.looks("statement")
    person.presses("1 booked, 3 wait")
    person.reads("4 statement lines")
    person.looks("lines")


def _reads_csv(shop: Shop, person: Person, owed: list[dict[str, Any]]) -> None:
    mapping = shop.instance.data_dir / "giro.json"
    mapping.write_text(_MAPPING)
    shop.instance.manage("bank_statement", "mapping", str(mapping))
    rows = f"Tag;Betrag;Name;Zweck\n{datetime.now(UTC):%d.%m.%Y};32,00;Ada;{owed[2]['number']}\n"
    person.goes("/admin/billing/bankstatement/add/")
    _hands_in(shop, person, "giro.csv", rows.encode())
    person.presses("Save")
    person.reads("no mapping was named")
    _hands_in(shop, person, "giro.csv", rows.encode())
    person.chooses("CSV mapping", "giro")
    person.presses("Save")
    person.reads("is read: 1 booked, 0 wait")
    person.looks("csv")


def _decides(person: Person, email: str, invoice: dict[str, Any]) -> None:
    person.journey = "5-worklist"
    person.goes("/admin/")
    person.presses("Bank lines to decide")
    person.looks("worklist")
    person.presses("Grace Hopper")
    person.presses("Accept")
    person.looks("accept")
    person.presses("Accept")
    person.reads("Accept: done.", "MATCHED")
    person.goes(_WORKLIST)
    person.presses("Charles Babbage")
    person.presses("Split")
    person.finds("Client", email)
    person.presses("Split")
    person.fills(invoice["number"], "33")
    person.looks("split")
    person.presses("Split")
    person.reads("Split: done.", "MATCHED")
    person.goes(_WORKLIST)
    person.presses("Nobody Known")
    person.presses("Park")
    person.fills("Reason", "The bank is asked.")
    person.presses("Park")
    person.reads("Park: done.", "PARKED", "The bank is asked.")
    person.looks("parked")


def _ageing(person: Person) -> None:
    person.goes("/admin/")
    person.presses("Receivables")
    person.reads("What was open at the end of")
    person.looks("receivables")
    person.presses_bar()
    person.reads("Closing balance")
    person.looks("account")
    person.presses("INV-")
    person.reads("Invoice lines")
    person.looks("invoice")
