"""Bank statements over HTTP: a file is read, and staff decide about the lines that wait."""

import base64
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.bankfiles.domain import values
from contexts.billing.bankstatements import dto, queries, use_cases
from contexts.billing.bankstatements.dto import Share
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import ClientId
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS, _READERS = has_role(Role.BILLING), may_see("billing.bankstatement")
_again = again(queries.get_line)
_ID = "0199d0a4-1c5e-7000-8000-000000000001"


# A day on which nothing was booked.
_EMPTY_STATEMENT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S-1</Id>'
    "<CreDtTm>2026-11-20T18:00:00Z</CreDtTm><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>"
    'EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt>'
    "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd>"
    '</CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt>'
    "</Bal></Stmt></BkToCstmrStmt></Document>"
)


class BankStatementBody(TypedDict):
    """A file of a bank."""

    content: Annotated[str, Meta(min_length=1, max_length=28_000_000, description="The file in Base64 (RFC 4648).")]
    mapping: NotRequired[Annotated[str, Meta(max_length=50, description="Of the columns of a CSV; none for CAMT.053.")]]


class AcceptBody(TypedDict):
    proposal: NotRequired[Annotated[int, Meta(ge=1, le=5, description="Which of its proposals; the first without.")]]


class PartBody(TypedDict):
    """So much settles an invoice, or a fee."""

    invoice_id: NotRequired[UUID]
    fee_id: NotRequired[Annotated[UUID, Meta(description="In place of an invoice.")]]
    amount: Money


class SplitBody(TypedDict):
    """What the parts leave is the client's balance; without parts all of it is."""

    parts: NotRequired[Annotated[list[PartBody], Meta(max_length=100)]]
    client_id: NotRequired[Annotated[UUID, Meta(description="Whose money it is, where no invoice says so.")]]


class ParkBody(TypedDict):
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class BankStatements(Endpoint):
    @operation(allow=_READERS, listing=queries.STATEMENTS, returns=Page[dto.BankStatement])
    def get(self, request: Request, *, query: ListQuery[dto.StatementFilter]) -> Page[dto.BankStatement]:
        """Statements with their balances, and what is missing before them, the latest first."""
        return queries.list_statements(filters=query.filters, page=query.page)

    @operation(
        allow=_WRITERS,
        returns=dto.Imported,
        status=201,
        example={"content": base64.b64encode(_EMPTY_STATEMENT.encode()).decode()},
    )
    def post(self, request: Request, *, body: BankStatementBody) -> dto.Imported:
        """Read a file of a bank (CAMT.053 version 02 or 08, or CSV with a mapping), and book what is certain.

        The same file, or one that overlaps it, books nothing twice. What is longer than a body may be is read by
        `manage.py bank_statement import`.
        """
        return use_cases.import_statement(
            content=values.from_base64(body["content"]),
            file_name="over REST",
            mapping=body.get("mapping", ""),
            actor=acting(request),
            now=timezone.now(),
        )


class BankStatement(Endpoint):
    @operation(allow=_READERS, returns=dto.BankStatement)
    def get(self, request: Request, *, statement_id: UUID) -> dto.BankStatement:
        """One statement; its lines are listed by `statement_id`."""
        return queries.get_statement(statement_id=statement_id)


class StatementLines(Endpoint):
    @operation(allow=_READERS, listing=queries.LINES, returns=Page[dto.StatementLine])
    def get(self, request: Request, *, query: ListQuery[dto.LineFilter]) -> Page[dto.StatementLine]:
        """Lines, the latest first; `state=proposed`, `open` and `parked` wait for somebody."""
        return queries.list_lines(filters=query.filters, page=query.page)


class StatementLine(Endpoint):
    @operation(allow=_READERS, returns=dto.StatementLine)
    def get(self, request: Request, *, line_id: UUID) -> dto.StatementLine:
        """One line with its proposals, how sure they are and why."""
        return queries.get_line(line_id=line_id)


class Accepting(Endpoint):
    @operation(allow=_WRITERS, returns=dto.StatementLine, replay=_again, example={"proposal": 1})
    def post(self, request: Request, *, line_id: UUID, body: AcceptBody) -> dto.StatementLine:
        """Book a line as one of its proposals says."""
        return use_cases.accept_line(
            line_id=line_id,
            proposal=body.get("proposal", 1),
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Splitting(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.StatementLine,
        replay=_again,
        example={"client_id": _ID},
    )
    def post(self, request: Request, *, line_id: UUID, body: SplitBody) -> dto.StatementLine:
        """Share a line out to invoices and fees of one client, as `parts` say; the rest, or all of it, is the client's balance."""
        client = body.get("client_id")
        given: Any = body.get("parts", ())
        parts = [Share(**one) for one in given]
        return use_cases.split_line(
            line_id=line_id,
            parts=parts,
            client_id=None if client is None else ClientId(client),
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Parking(Endpoint):
    @operation(
        allow=_WRITERS, returns=dto.StatementLine, replay=_again, example={"reason": "Asked the payer what it is for."}
    )
    def post(self, request: Request, *, line_id: UUID, body: ParkBody) -> dto.StatementLine:
        """Put a line aside, and say why; it can be decided later."""
        return use_cases.park_line(
            line_id=line_id,
            reason=body["reason"],
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )
