"""The invoices that the lines of a batch may be about, and what is due on them while one line after the other is decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from contexts.billing.bankfiles.domain.numbers import Finder, order_key, order_keys
from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.dto import Candidate, EarlierLine, Part, Proposal
from gotuto.ids import ClientId, InvoiceId
from gotuto.money import Money, total

# How sure it is that a line is about an invoice which it names like this.
WHOLE, ORDER, DIGITS = 60, 60, 45


class Named(NamedTuple):
    """An invoice that a line names, how sure that is, and how it does."""

    invoice: Candidate
    score: int
    how: str


class Pool:
    """Candidates by all that a line may say; `ibans` are the accounts from which clients have paid before."""

    def __init__(
        self,
        candidates: Iterable[Candidate],
        *,
        finder: Finder,
        ibans: Mapping[str, Collection[ClientId]] | None = None,
        earlier: Iterable[EarlierLine] = (),
    ) -> None:
        self._finder, self._ibans = finder, ibans or {}
        self._all = {one.id: one for one in candidates}
        self._dues = {one.id: one.due for one in self._all.values()}
        self._fees = {fee.fee_id: fee for one in self._all.values() for fee in one.fees}
        self._by_number = {one.number: one for one in self._all.values()}
        self._by_order: dict[str, Candidate] = {}
        self._by_amount: dict[tuple[str, Decimal], list[Candidate]] = defaultdict(list)
        self._by_client: dict[ClientId, list[Candidate]] = defaultdict(list)
        for one in self._all.values():
            self._by_order[order_key(one.order_number)] = one
            self._by_client[one.client_id].append(one)
            self._by_amount[one.due.currency, one.due.amount].append(one)
        self._earlier: dict[Money, list[EarlierLine]] = defaultdict(list)
        for line in earlier:
            self._earlier[line.amount].append(line)

    def named(self, line: ReadLine) -> list[Named]:
        """The invoices that a line names, in the order in which it does."""
        said = said_by(line)
        hits: dict[InvoiceId, Named] = {}
        for found in self._finder.find(said):
            if (one := self._by_number.get(found.number)) is not None:
                score, how = (WHOLE, "the text") if found.is_whole else (DIGITS, "the text, without its letters,")
                hits[one.id] = Named(one, score, f"{how} has the number {one.number}")
        for key in order_keys(said):
            if (one := self._by_order.get(key)) is not None:
                earlier = hits.get(one.id)
                hits[one.id] = Named(one, ORDER + 10 if earlier else ORDER, _both(earlier, one))
        return list(hits.values())

    def due(self, one: Candidate) -> Money:
        return self._dues[one.id]

    def owed(self, invoices: Sequence[Candidate]) -> list[Part]:
        """What may be settled, in this order: what is due on these, then the fees beside them, the oldest first."""
        dues = [Part(invoice_id=one.id, amount=self.due(one)) for one in invoices]
        return dues + [self._fees[fee.fee_id] for one in invoices for fee in one.fees]

    def with_fees(self, invoices: Sequence[Candidate], currency: str) -> Money:
        """What is due on all these and claimed beside them."""
        return total((part.amount for part in self.owed(invoices)), currency)

    def of_amount(self, amount: Money) -> list[Candidate]:
        """Of which just this is due."""
        return [one for one in self._by_amount[amount.currency, amount.amount] if self.due(one) == amount]

    def clients(self) -> Iterator[tuple[ClientId, list[Candidate]]]:
        """Each client with what they still have to pay, the oldest first."""
        for client, candidates in self._by_client.items():
            still = [one for one in candidates if self.due(one).is_positive]
            yield client, sorted(still, key=lambda one: (one.due_date, one.number))

    def is_known_payer(self, line: ReadLine, client: ClientId) -> bool:
        return bool(line.iban) and client in self._ibans.get(line.iban, ())

    def earlier(self, amount: Money) -> list[EarlierLine]:
        return self._earlier[amount]

    def book(self, proposal: Proposal) -> None:
        """From now on less is due, or a payment is taken back already."""
        for part in proposal.parts:
            if part.fee_id is None:
                left = self._dues[part.invoice_id] = self._dues[part.invoice_id] - part.amount
                self._by_amount[left.currency, left.amount].append(self._all[part.invoice_id])
            else:
                fee = self._fees[part.fee_id]
                self._fees[part.fee_id] = replace(fee, amount=fee.amount - part.amount)
        for amount, lines in self._earlier.items():
            self._earlier[amount] = [line for line in lines if line.payment_id != proposal.payment_id]


def said_by(line: ReadLine) -> str:
    """All of a line in which somebody may have written a number."""
    # RF and two digits stand before what the seller gave (ISO 11649).
    structured = line.structured[4:] if line.structured.upper().startswith("RF") else line.structured
    return " | ".join(filter(None, (structured, line.text, line.end_to_end)))


def _both(earlier: Named | None, one: Candidate) -> str:
    order = f"the text has the order {one.order_number}"
    return order if earlier is None else f"{earlier.how}; {order}"
