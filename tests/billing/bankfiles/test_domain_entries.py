"""What an entry of CAMT.053 says, element by element as the standard has them (ISO 20022, camt.053.001.08)."""

from datetime import date
from decimal import Decimal

import pytest

from contexts.billing.bankfiles.domain import camt
from contexts.billing.bankfiles.dto import ReadLine
from tests.billing.bankstatements.files import camt as file
from tests.billing.bankstatements.files import statement
from tests.refusals import refused


def lines(*details: str, amount: str = "25.50", side: str = "CRDT", more: str = "") -> list[ReadLine]:
    """Of a statement with one entry, whose details are these."""
    told = "".join(f"<TxDtls>{one}</TxDtls>" for one in details)
    entry = f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>ENTRY</AcctSvcrRef>{more}<NtryDtls>{told}</NtryDtls></Ntry>"""
    closing = Decimal(1000) + (Decimal(amount) if side == "CRDT" else -Decimal(amount))
    whole = statement(closing=str(closing)).replace("</Stmt>", f"{entry}</Stmt>")
    (read,) = camt.read(file(whole))
    return list(read.lines)


def amounts(found: list[ReadLine]) -> list[str]:
    return [str(line.amount.amount) for line in found]


def share(amount: str, path: str = "", currency: str = "EUR") -> str:
    """The amount of a detail, in the element where banks put it."""
    tags = path.split("/") if path else []
    opened, closed = "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))
    return f'{opened}<Amt Ccy="{currency}">{amount}</Amt>{closed}'


@pytest.mark.parametrize("path", ["", "AmtDtls/TxAmt", "AmtDtls/InstdAmt"])
def test_the_amount_of_a_detail_stands_where_its_bank_puts_it(path: str) -> None:
    assert amounts(lines(share("10.00", path), share("15.50", path))) == ["10.00", "15.50"]


def test_an_amount_in_the_currency_of_the_account_is_looked_for_behind_one_in_another() -> None:
    first = share("11.00", currency="USD") + share("10.00", "AmtDtls/TxAmt")
    assert amounts(lines(first, share("15.50"))) == ["10.00", "15.50"]


def test_a_batch_may_have_lines_of_the_other_side_in_it() -> None:
    back = "<CdtDbtInd>DBIT</CdtDbtInd>"
    assert amounts(lines(share("30.00"), share("4.50") + back)) == ["30.00", "-4.50"]
    came = "<CdtDbtInd>CRDT</CdtDbtInd>"
    assert amounts(lines(share("30.00"), share("4.50") + came, side="DBIT")) == ["-30.00", "4.50"]


def test_a_batch_of_which_a_detail_has_no_amount_stays_one_line() -> None:
    found = lines(share("10.00"), share("15.50"), "<Refs/>")
    assert (amounts(found), found[0].bank_reference, found[0].text) == (["25.50"], "ENTRY", "")


def test_who_paid_and_by_what_reference() -> None:
    detail = """<Refs><AcctSvcrRef> B1 </AcctSvcrRef><EndToEndId>E1</EndToEndId></Refs><RltdPties>
      <Dbtr><Pty><Nm>Ada  Lovelace</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>1234 5</Id></Othr></Id></DbtrAcct>
      <Cdtr><Pty><Nm>Tea Trading</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>DE02</IBAN></Id></CdtrAcct></RltdPties>
      <RmtInf><Ustrd>INV-2026</Ustrd><Ustrd>-000001</Ustrd>
      <Strd><CdtrRefInf><Ref>RF18X</Ref></CdtrRefInf><AddtlRmtInf>tea</AddtlRmtInf></Strd>
      <Strd><CdtrRefInf><Ref>RF19Y</Ref></CdtrRefInf></Strd></RmtInf>"""
    (found,) = lines(detail)
    assert (found.name, found.iban, found.bank_reference, found.end_to_end) == ("Ada Lovelace", "12345", "B1", "E1")
    assert (found.structured, found.text, found.is_reversal) == ("RF18X RF19Y", "INV-2026 -000001 tea", False)
    assert found.booked_on == date(2026, 11, 20)
    (sent,) = lines(detail, side="DBIT")
    assert (sent.name, sent.iban) == ("Tea Trading", "DE02")


def test_of_version_02_a_name_stands_by_itself() -> None:
    (found,) = lines("<RltdPties><Dbtr><Nm>Ada Lovelace</Nm></Dbtr></RltdPties>")
    assert (found.name, found.iban, found.bank_reference) == ("Ada Lovelace", "", "ENTRY")


def test_texts_are_no_longer_than_their_columns() -> None:
    reference = f"<Strd><CdtrRefInf><Ref>{'r' * 40}</Ref></CdtrRefInf></Strd>"
    (found,) = lines(f"<RltdPties><Dbtr><Nm>{'n' * 200}</Nm></Dbtr></RltdPties><RmtInf>{reference * 2}</RmtInf>")
    assert (len(found.name), found.structured) == (140, f"{'r' * 40} {'r' * 19}")


def test_what_the_bank_says_is_told_where_the_payer_said_nothing() -> None:
    assert lines("<AddtlTxInf>Card payment</AddtlTxInf>")[0].text == "Card payment"
    assert lines("<Refs/>", more="<AddtlNtryInf>Cards of the week</AddtlNtryInf>")[0].text == "Cards of the week"


@pytest.mark.parametrize("mark", ["true", "1"])
def test_a_reversal_is_marked_and_goes_to_whoever_paid_first(mark: str) -> None:
    parties = "<RltdPties><Dbtr><Nm>Ada</Nm></Dbtr><DbtrAcct><Id><IBAN>DE91</IBAN></Id></DbtrAcct></RltdPties>"
    (found,) = lines(parties, side="DBIT", more=f"<RvslInd>{mark}</RvslInd>")
    assert (found.is_reversal, found.name, found.iban) == (True, "Ada", "DE91")
    (credit,) = lines(parties.replace("Dbtr", "Cdtr"), more=f"<RvslInd>{mark}</RvslInd>")
    assert (credit.is_reversal, credit.name, credit.iban) == (True, "Ada", "DE91")
    (none,) = lines(parties, side="DBIT", more="<RvslInd>false</RvslInd>")
    assert (none.is_reversal, none.name, none.iban) == (False, "", "")


def test_an_entry_of_nothing_is_refused_in_words() -> None:
    with refused("billing.statement_unreadable", "an entry has 'DEBIT', and neither CRDT nor DBIT"):
        lines(side="DEBIT")
    with refused("billing.statement_unreadable", "an entry has '2,5', which is no amount"):
        camt_with("<Amt Ccy='EUR'>2,5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>")
    with refused("billing.statement_unreadable", "a detail of an entry has '1,0', which is no amount"):
        lines(share("1,0"))
    with refused("billing.statement_unreadable", "an entry has '', which is no day"):
        camt_with("<Amt Ccy='EUR'>2.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>")


def camt_with(entry: str) -> None:
    list(camt.read(file(statement().replace("</Stmt>", f"<Ntry>{entry}</Ntry></Stmt>"))))
