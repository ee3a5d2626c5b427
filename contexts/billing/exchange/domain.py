"""Clients as rows of a file: a row is the client of its id, else the only one with its e-mail address, else a new one.

Checking and writing make the same plan; one tells what is wrong with it, the other does it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contexts.billing.clients.dto import Client
from contexts.billing.sellers.dto import Language
from contexts.billing.taxes.domain import vat_ids
from gotuto.address import Address, faults
from gotuto.errors import BusinessError
from gotuto.ids import ClientId
from gotuto.imports.cells import amount, one_of, text, truth, upper, whole
from gotuto.imports.tables import Column, Outcome, Problem, Row
from gotuto.money import CurrencyMismatch, Money
from gotuto.text import UnfitText
from gotuto.text.email_address import address


def _id(cell: str) -> str:
    try:
        return str(UUID(cell.strip()))
    except ValueError:
        raise UnfitText("This is no id. Leave it empty for a new client.") from None


def _limit_amount(cell: str) -> str:
    given: str = amount(cell)
    if given.startswith("-"):
        raise UnfitText("The most that a client may owe is not less than nothing.")
    return given


# The columns of an address, and what each is of it.
ADDRESS = {
    "address_name": "name",
    "line1": "line1",
    "line2": "line2",
    "postal_code": "postal_code",
    "city": "city",
    "region": "region",
    "country": "country",
    "address_phone": "phone",
}
PLAIN = ("name", "email", "phone", "vat_id", "invoices_by_mail", "language", "terms_days", "on_hold", "hold_reason")

COLUMNS = (
    Column("id", _id),
    Column("name", text(200)),
    Column("email", address, is_required=True),
    Column("phone", text(40)),
    *(Column(name, upper(text(2)) if name == "country" else text(200)) for name in ADDRESS),
    Column("vat_id", lambda cell: vat_ids.normalised(cell).number),
    Column("invoices_by_mail", truth),
    Column("language", one_of([one.value for one in Language])),
    Column("terms_days", whole(0, 365)),
    Column("currency", upper(text(3))),
    Column("credit_limit", _limit_amount),
    Column("on_hold", truth),
    Column("hold_reason", text(300)),
)
# What an empty cell leaves as it is.
_STAYS = ("name", "invoices_by_mail", "on_hold")
# What is not said by an empty text.
_NONE = ("terms_days",)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Clients by their ids, and the ids of all with an e-mail address; those that were merged into others are none."""

    by_id: Mapping[ClientId, Client]
    by_email: Mapping[str, Sequence[ClientId]]
    # Of a limit that says none.
    currency: str


@dataclass
class Plan:
    """Who is entered, and who is changed how."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[ClientId, dict[str, Any]]] = field(default_factory=list)


def bundle(values: Mapping[str, Any]) -> str:
    """Rows of one client come together."""
    return str(values.get("id") or values.get("email") or "")


def made(rows: Sequence[Row], stand: Stand) -> Plan:
    """What these rows come to, by how things stand."""
    plan = Plan()
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(bundle(row.values), row.line)
        wrong = (
            [row.problem("email", f"Line {first} is the same client. Keep one of them.")] if first != row.line else []
        )
        plan.problems += wrong or _planned(plan, row, stand)
    return plan


def _planned(plan: Plan, row: Row, stand: Stand) -> list[Problem]:
    try:
        before = _meant(row, stand)
        wrong = [*_faults(row, before)]
        after = {} if wrong else _after(row, before, stand.currency)
    except _Unclear as unclear:
        return [row.problem(unclear.column, unclear.said)]
    except BusinessError as refusal:
        # Of both the limit is made, and only one of them is at fault.
        return [row.problem("currency" if refusal.field == "currency" else "credit_limit", refusal.detail)]
    if wrong:
        return wrong
    changes = after if before is None else {name: one for name, one in after.items() if one != getattr(before, name)}
    if before is None:
        plan.new.append(changes)
        plan.outcomes[row.line] = Outcome.CREATED
    elif changes:
        plan.changed.append((before.id, changes))
        plan.outcomes[row.line] = Outcome.CHANGED
    else:
        plan.outcomes[row.line] = Outcome.UNCHANGED
    return []


class _Unclear(Exception):
    def __init__(self, column: str, said: str) -> None:
        self.column, self.said = column, said


def _meant(row: Row, stand: Stand) -> Client | None:
    if given := row.values.get("id"):
        found = stand.by_id.get(ClientId(UUID(given)))
        if found is None:
            raise _Unclear("id", "There is no client with this id, or it was merged into another.")
        return found
    same = stand.by_email.get(row.values["email"], ())
    if len(same) > 1:
        raise _Unclear("email", f"{len(same)} clients have this address. Write the id of the one that is meant.")
    return stand.by_id[same[0]] if same else None


def _faults(row: Row, before: Client | None) -> Iterator[Problem]:
    if before is None and not row.values.get("name"):
        yield row.problem("name", "A new client needs a name.")
    given = _address(row, before)
    # An address of before may break a rule of today: what is not changed is not judged.
    if given is not None and (before is None or given != before.address):
        columns = {of: column for column, of in ADDRESS.items()}
        missing = [name for name in ("name", "line1", "country") if not getattr(given, name)]
        for name in missing:
            yield row.problem(columns[name], "An address needs this.")
        for name, why in () if missing else faults(given).items():
            yield row.problem(columns[name], why)


def _address(row: Row, before: Client | None) -> Address | None:
    """The address that the row says, whatever it leaves out as it was; None where all of it is empty."""
    known = None if before is None else before.address
    parts = {of: getattr(known, of) if known else "" for of in ADDRESS.values()}
    parts |= {of: row.values[name] or "" for name, of in ADDRESS.items() if name in row.values}
    if known is None and not parts["name"] and any(parts.values()):
        parts["name"] = row.values.get("name") or (before.name if before else "")
    return Address(**parts) if any(parts.values()) else None


def _after(row: Row, before: Client | None, currency: str) -> dict[str, Any]:
    """What of the client the file says, by the names of the use case."""
    said: dict[str, Any] = {}
    for name in PLAIN:
        if name in row.values:
            value = row.values[name]
            if value is not None:
                said[name] = value
            elif name not in _STAYS:
                said[name] = None if name in _NONE else ""
    if ADDRESS.keys() & row.values.keys():
        said["address"] = _address(row, before)
    if "credit_limit" in row.values or "currency" in row.values:
        said |= _limit(row, before, currency)
    return said


def _limit(row: Row, before: Client | None, currency: str) -> dict[str, Any]:
    known = before.credit_limit if before else None
    own = row.values["currency"] or "" if "currency" in row.values else before.currency if before else ""
    if "credit_limit" not in row.values:
        if known and own not in ("", known.currency):
            raise CurrencyMismatch(left=own, right=known.currency)
        return {"currency": known.currency if known else own}
    if (given := row.values["credit_limit"]) is None:
        return {"currency": own, "credit_limit": None}
    limit = Money.of(given, own or currency)
    return {"currency": limit.currency, "credit_limit": limit}
