"""Which days and balances a statement of CAMT.053 has, and that it adds up."""

from datetime import date

from contexts.billing.bankfiles.domain import camt
from contexts.billing.bankfiles.dto import ReadStatement
from tests.billing.bankstatements.files import Entry, one_statement, statement
from tests.billing.bankstatements.files import camt as file
from tests.refusals import refused

UNREADABLE = "billing.statement_unreadable"
PAID = Entry(amount="5.00")


def read(content: str) -> ReadStatement:
    (found,) = camt.read(file(content))
    return found


def balance(code: str, amount: str, day: str = "2026-11-20") -> str:
    return f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
      <Dt><Dt>{day}</Dt></Dt></Bal>"""


def ending(closing: str) -> str:
    """A statement with another closing balance."""
    return statement(PAID, codes=("OPBD", "XXXX")).replace("</Stmt>", f"{closing}</Stmt>")


def test_a_statement_may_begin_with_the_closing_balance_before_it() -> None:
    found = read(statement(PAID, codes=("PRCD", "CLBD")))
    assert (str(found.opening), str(found.closing)) == ("1000.00 EUR", "1005.00 EUR")


def test_the_balances_of_a_statement_go_before_those_of_its_pages() -> None:
    """Pages of before stand first, so that an interim balance is the first or the last one only where there is no other."""
    interim = balance("ITBD", "1.00")
    found = read(statement(PAID).replace("<Bal>", f"{interim}<Bal>", 1).replace("</Acct>", f"</Acct>{interim}"))
    assert (str(found.opening), str(found.closing)) == ("1000.00 EUR", "1005.00 EUR")
    page = statement(PAID, codes=("ITBD", "ITBD"))
    assert str(read(page.replace("</Acct>", f"</Acct>{balance('ITBD', '1000.00')}")).closing) == "1005.00 EUR"


def test_a_statement_without_balances_is_refused() -> None:
    for codes, why in ((("XXXX", "CLBD"), "OPBD or PRCD or ITBD"), (("OPBD", "XXXX"), "CLBD or ITBD")):
        with refused(UNREADABLE, f"statement 2026-11-20/1 has no balance {why}"):
            read(statement(PAID, codes=codes))


def test_an_account_may_have_a_number_that_is_no_iban() -> None:
    other = statement(PAID).replace("<IBAN>DE02120300000000202051</IBAN>", "<Othr><Id>12 345</Id></Othr>", 1)
    assert read(other).account == "12345"


def test_a_statement_begins_where_it_says_or_with_its_first_line_and_never_after_its_end() -> None:
    assert read(statement(PAID, first="2026-11-18")).first_day == date(2026, 11, 18)
    assert read(statement(PAID, first="2026-11-25")).first_day == date(2026, 11, 20)
    silent = statement(PAID, Entry(amount="1.00", day="2026-11-19")).replace("FrDtTm", "Other")
    assert (read(silent).first_day, read(silent).last_day) == (date(2026, 11, 19), date(2026, 11, 20))
    empty = statement(last="2026-11-21").replace("FrDtTm", "Other")
    assert read(empty).first_day == date(2026, 11, 21)


def test_the_number_of_a_statement_is_as_long_as_its_column() -> None:
    assert read(statement(PAID, number="7" * 50)).number == "7" * 40


def test_what_a_balance_says_is_refused_in_words() -> None:
    with refused(UNREADABLE, "a balance of 2026-11-20/1 has 'X', and neither CRDT nor DBIT"):
        read(statement(PAID).replace("CRDT", "X", 1))
    with refused(UNREADABLE, "a balance of 2026-11-20/1 has 'X', and neither CRDT nor DBIT"):
        read(ending(balance("CLBD", "1005.00").replace("CRDT", "X")))
    with refused(UNREADABLE, "2026-11-20/1 has '20.11.', which is no day"):
        read(statement(PAID, last="20.11."))
    with refused(UNREADABLE, "2026-11-20/1 has '20.11.T00:00:00', which is no day"):
        read(statement(PAID, first="20.11."))


def test_a_statement_is_in_one_currency() -> None:
    dollars, francs = (Entry(amount="5.00", currency=currency) for currency in ("USD", "CHF"))
    with refused(UNREADABLE, "statement 2026-11-20/1 is in EUR and has amounts in CHF"):
        read(statement(dollars, francs))
    with refused(UNREADABLE, "is in EUR and has amounts in USD"):
        read(ending(balance("CLBD", "1005.00").replace("EUR", "USD")))


def test_what_does_not_add_up_says_all_its_sums() -> None:
    words = "2026-11-20/1 begins with 1000.00 EUR"
    with refused("billing.statement_does_not_add_up", words):
        read(statement(PAID, closing="1006.00"))


def test_a_file_is_nested_forty_levels_at_most() -> None:
    # Document, BkToCstmrStmt and what is inside of it.
    for depth in (38, 39):
        content = one_statement(PAID).replace(b"<GrpHdr/>", b"<a>" * depth + b"</a>" * depth)
        if depth == 38:
            assert len(list(camt.read(content))) == 1
            continue
        with refused(UNREADABLE, "it is nested more than 40 levels deep"):
            list(camt.read(content))


def test_each_statement_has_its_own_lines() -> None:
    both = file(statement(PAID), statement(Entry(amount="6.00"), number="2"))
    assert [[str(line.amount.amount) for line in one.lines] for one in camt.read(both)] == [["5.00"], ["6.00"]]
