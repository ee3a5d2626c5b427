"""CAMT.053 (ISO 20022, bank to customer statement) in versions 02 and 08, read without a database.

A file from outside: no document type and so no entities, no deep nesting, and an entry is forgotten once it is read.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any

from contexts.billing.bankfiles.domain import values
from contexts.billing.bankfiles.domain.values import unreadable
from contexts.billing.bankfiles.dto import ReadLine, ReadStatement
from contexts.billing.bankfiles.errors import StatementDoesNotAddUp
from gotuto.money import Money, total

_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d\d)\}Document")
_VERSIONS = ("02", "08")
_MOST_LEVELS = 40
# The balances with which a statement, or a page of one, begins and ends.
_OPENING, _CLOSING = ("OPBD", "PRCD", "ITBD"), ("CLBD", "ITBD")

Element = Any


def is_camt(content: bytes) -> bool:
    """Whether a file is XML at all."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read(content: bytes) -> Iterator[ReadStatement]:
    """The statements of a file. Raises StatementUnreadable, StatementDoesNotAddUp."""
    for statement, lines in _parsed(content):
        yield _checked(as_statement(statement, lines))


def _parsed(content: bytes) -> Iterator[tuple[Element, list[ReadLine]]]:
    """Each statement with its lines, whose entries are forgotten already."""
    # Imported when a statement is read.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

    try:
        yield from _walk(iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException:
        raise unreadable("it declares a document type, which no statement has") from None
    except (ParseError, LookupError, ValueError) as fault:
        raise unreadable(f"it is no XML ({fault})") from None


def _walk(events: Iterator[tuple[str, Element]]) -> Iterator[tuple[Element, list[ReadLine]]]:
    above: list[Element] = []
    lines: list[ReadLine] = []
    found = False
    for event, element in events:
        if event == "start":
            if not above:
                _check_version(element.tag)
            above.append(element)
            if len(above) > _MOST_LEVELS:
                raise unreadable(f"it is nested more than {_MOST_LEVELS} levels deep")
            continue
        above.pop()
        element.tag = element.tag.rpartition("}")[2]
        if element.tag == "Ntry":
            lines.extend(_lines(element))
            above[-1].remove(element)
        elif element.tag == "Stmt":
            yield element, lines
            lines, found = [], True
            above[-1].remove(element)
    if not found:
        raise unreadable("there is no statement in it")


def _check_version(tag: str) -> None:
    known = _NAMESPACE.fullmatch(tag)
    if known is None:
        raise unreadable("it is XML, and no CAMT.053")
    if known[1] not in _VERSIONS:
        raise unreadable(f"it is CAMT.053 version {known[1]}")


def as_statement(element: Element, lines: list[ReadLine]) -> ReadStatement:
    """What stands around the lines: account, balances, days. Raises StatementUnreadable."""
    number = values.clean(_text(element, "Id"), 40)
    balances = [(_text(one, "Tp/CdOrPrtry/Cd"), one) for one in element.findall("Bal")]
    first, last = _balance(balances, _OPENING, number), _balance(list(reversed(balances)), _CLOSING, number)
    opening, closing = _signed(first, f"a balance of {number}"), _signed(last, f"a balance of {number}")
    # The opening balance may bear the day of the closing before it: a statement begins where it says so, or with its lines.
    last_day = _day(last, "Dt", number)
    begins = _text(element, "FrToDt/FrDtTm")
    first_day = values.day(begins, where=number) if begins else min([last_day, *(line.booked_on for line in lines)])
    return ReadStatement(
        account=values.iban(_text(element, "Acct/Id/IBAN") or _text(element, "Acct/Id/Othr/Id")),
        currency=opening.currency,
        number=number,
        first_day=min(first_day, last_day),
        last_day=last_day,
        opening=opening,
        closing=closing,
        lines=tuple(lines),
    )


def _balance(balances: list[tuple[str, Element]], codes: tuple[str, ...], number: str) -> Element:
    for code in codes:
        for found, element in balances:
            if found == code:
                return element
    raise unreadable(f"statement {number} has no balance {' or '.join(codes)}")


def _checked(statement: ReadStatement) -> ReadStatement:
    opening, closing = statement.opening, statement.closing
    assert opening is not None
    assert closing is not None
    if odd := {closing.currency, *(line.amount.currency for line in statement.lines)} - {opening.currency}:
        raise unreadable(f"statement {statement.number} is in {opening.currency} and has amounts in {min(odd)}")
    lines = total((line.amount for line in statement.lines), opening.currency)
    if opening + lines != closing:
        raise StatementDoesNotAddUp(number=statement.number, opening=opening, lines=lines, closing=closing)
    return statement


def _lines(entry: Element) -> Iterator[ReadLine]:
    """The lines of a booked entry: its details, where their amounts come to that of the entry, else the entry itself."""
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) != "BOOK":
        return
    amount = _signed(entry, "an entry")
    details = entry.findall("NtryDtls/TxDtls")
    shares = [_share(one, amount) for one in details]
    known = [share for share in shares if share is not None]
    if len(known) < 2 or len(known) < len(details) or total(known, amount.currency) != amount:
        yield _line(entry, details[0] if len(details) == 1 else None, amount)
        return
    for one, share in zip(details, known, strict=True):
        yield _line(entry, one, share)


def _share(detail: Element, whole: Money) -> Money | None:
    """The signed amount of one of several details, in the currency of the account; None where it says none."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        found = detail.find(path)
        if found is not None and found.get("Ccy") == whole.currency:
            amount = values.money(found.text, whole.currency, where="a detail of an entry")
            side = _text(detail, "CdtDbtInd")
            is_debit = side == "DBIT" if side else not whole.is_positive
            return -amount if is_debit else amount
    return None


def _line(entry: Element, detail: Element | None, amount: Money) -> ReadLine:
    told = entry if detail is None else detail
    other = "Dbtr" if amount.is_positive else "Cdtr"
    is_reversal = _text(entry, "RvslInd") in ("true", "1") or told.find("RtrInf") is not None
    if is_reversal and told.find(f"RltdPties/{other}Acct") is None:
        # Some banks name the parties of the first booking.
        other = "Cdtr" if other == "Dbtr" else "Dbtr"
    account = f"RltdPties/{other}Acct/Id"
    structured = [values.reference(one.text) for one in told.findall("RmtInf/Strd/CdtrRefInf/Ref")]
    return ReadLine(
        amount=amount,
        booked_on=_day(entry, "BookgDt", "an entry"),
        bank_reference=values.reference(_text(told, "Refs/AcctSvcrRef"))
        or values.reference(_text(entry, "AcctSvcrRef")),
        end_to_end=values.reference(_text(told, "Refs/EndToEndId")),
        structured=" ".join(filter(None, structured))[: values.LONGEST_REFERENCE],
        name=values.clean(
            _text(told, f"RltdPties/{other}/Nm") or _text(told, f"RltdPties/{other}/Pty/Nm"), values.LONGEST_NAME
        ),
        iban=values.iban(_text(told, f"{account}/IBAN") or _text(told, f"{account}/Othr/Id")),
        text=_words(entry, told),
        is_reversal=is_reversal,
    )


def _words(entry: Element, told: Element) -> str:
    said = [one.text or "" for one in chain(told.findall("RmtInf/Ustrd"), told.findall("RmtInf/Strd/AddtlRmtInf"))]
    if not any(said):
        said = [_text(told, "AddtlTxInf") or _text(entry, "AddtlNtryInf")]
    if reason := _text(told, "RtrInf/Rsn/Cd"):
        said.append(f"(returned: {reason})")
    return values.clean(" ".join(said))


def _signed(element: Element, where: str) -> Money:
    """The amount of an entry or balance by its mark; that of a reversal says which way it goes, too."""
    found = element.find("Amt")
    amount = values.money(
        None if found is None else found.text, None if found is None else found.get("Ccy"), where=where
    )
    match _text(element, "CdtDbtInd"):
        case "CRDT":
            return amount
        case "DBIT":
            return -amount
        case other:
            raise unreadable(f"{where} has {other!r}, and neither CRDT nor DBIT")


def _day(element: Element, path: str, where: str) -> Any:
    return values.day(_text(element, f"{path}/Dt") or _text(element, f"{path}/DtTm"), where=where)


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
