"""Files of banks, written from templates of text: nothing of the code under test knows how they are made."""

from dataclasses import dataclass
from decimal import Decimal

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
IBAN = "DE02120300000000202051"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry as a bank books it; `details` make a batch of it."""

    amount: str
    text: str = ""
    name: str = "Ada Lovelace"
    iban: str = "DE91100000000123456789"
    ref: str = ""
    end_to_end: str = "NOTPROVIDED"
    structured: str = ""
    day: str = "2026-11-20"
    status: str = "BOOK"
    reversal: bool = False
    returned: str = ""
    currency: str = "EUR"
    instructed: str = ""
    details: tuple["Entry", ...] = ()
    detailed: bool = True


def side(amount: str) -> str:
    return "DBIT" if amount.startswith("-") else "CRDT"


def _amount(one: Entry) -> str:
    return f'<Amt Ccy="{one.currency}">{one.amount.lstrip("-")}</Amt>'


def _party(kind: str, one: Entry, version: str) -> str:
    name = f"<Nm>{one.name}</Nm>"
    held = name if version == "02" else f"<Pty>{name}</Pty>"
    return f"<{kind}>{held}</{kind}><{kind}Acct><Id><IBAN>{one.iban}</IBAN></Id></{kind}Acct>"


def _details(one: Entry, version: str, *, with_amount: bool) -> str:
    amount = f"{_amount(one)}<CdtDbtInd>{side(one.amount)}</CdtDbtInd>" if with_amount and version == "08" else ""
    if with_amount and version == "02":
        amount = f"<AmtDtls><TxAmt>{_amount(one)}</TxAmt></AmtDtls>"
    if one.instructed:
        value, currency = one.instructed.split()
        amount += f'<AmtDtls><InstdAmt><Amt Ccy="{currency}">{value}</Amt></InstdAmt></AmtDtls>'
    kind = "Dbtr" if side(one.amount) == "CRDT" else "Cdtr"
    structured = f"<Strd><CdtrRefInf><Ref>{one.structured}</Ref></CdtrRefInf></Strd>" if one.structured else ""
    text = f"<Ustrd>{one.text}</Ustrd>" if one.text else ""
    returned = f"<RtrInf><Rsn><Cd>{one.returned}</Cd></Rsn></RtrInf>" if one.returned else ""
    ref = f"<AcctSvcrRef>{one.ref}</AcctSvcrRef>" if one.ref else ""
    return f"""<TxDtls><Refs>{ref}<EndToEndId>{one.end_to_end}</EndToEndId></Refs>{amount}
      <RltdPties>{_party(kind, one, version)}</RltdPties><RmtInf>{text}{structured}</RmtInf>{returned}</TxDtls>"""


def _entry(one: Entry, version: str) -> str:
    status = f"<Sts>{one.status}</Sts>" if version == "02" else f"<Sts><Cd>{one.status}</Cd></Sts>"
    reversal = "<RvslInd>true</RvslInd>" if one.reversal else ""
    ref = f"<AcctSvcrRef>{one.ref}</AcctSvcrRef>" if one.ref else ""
    details = "".join(_details(each, version, with_amount=True) for each in one.details)
    if not one.details and one.detailed:
        details = _details(one, version, with_amount=False)
    inner = f"<NtryDtls>{details}</NtryDtls>" if details else f"<AddtlNtryInf>{one.text}</AddtlNtryInf>"
    return f"""<Ntry>{_amount(one)}<CdtDbtInd>{side(one.amount)}</CdtDbtInd>{reversal}{status}
      <BookgDt><Dt>{one.day}</Dt></BookgDt>{ref}<BkTxCd/>{inner}</Ntry>"""


def _balance(code: str, amount: Decimal, day: str, currency: str) -> str:
    return f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{abs(amount)}</Amt>
      <CdtDbtInd>{side(str(amount))}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"""


def statement(
    *entries: Entry,
    version: str = "08",
    number: str = "2026-11-20/1",
    iban: str = IBAN,
    opening: str = "1000.00",
    closing: str | None = None,
    first: str = "2026-11-20",
    last: str = "2026-11-20",
    currency: str = "EUR",
    codes: tuple[str, str] = ("OPBD", "CLBD"),
) -> str:
    """A statement that adds up, unless its closing balance is given."""
    ends = Decimal(opening) + sum(Decimal(one.amount) for one in entries if one.status == "BOOK")
    return f"""<Stmt><Id>{number}</Id><FrToDt><FrDtTm>{first}T00:00:00</FrDtTm><ToDtTm>{last}T23:59:59</ToDtTm></FrToDt>
      <Acct><Id><IBAN>{iban}</IBAN></Id></Acct>
      {_balance(codes[0], Decimal(opening), first, currency)}
      {_balance(codes[1], ends if closing is None else Decimal(closing), last, currency)}
      {"".join(_entry(one, version) for one in entries)}</Stmt>"""


def camt(*statements: str, version: str = "08") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    inner = "".join(statements)
    return f'{head}<Document xmlns="{NAMESPACE}{version}"><BkToCstmrStmt><GrpHdr/>{inner}</BkToCstmrStmt></Document>'.encode()


def one_statement(*entries: Entry, version: str = "08", **more: str) -> bytes:
    return camt(statement(*entries, version=version, **more), version=version)  # type: ignore[arg-type]
