"""The rules of invoices by hand: what may be changed, and how each line is taxed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.drafts.errors import DraftLineIncomplete, InvoiceNotDraft
from contexts.billing.invoices.dto import Invoice, InvoiceKind, InvoiceStatus
from contexts.billing.lines.dto import PIECE, InvoicedLine, InvoiceLine
from contexts.billing.taxes.domain.deciding import decide
from contexts.billing.taxes.dto import Recipient, Supplier, TaxCategory
from contexts.catalog.dto import PricedProduct
from gotuto.ids import InvoiceId, OrderId, Sku
from gotuto.tax_classes import TaxClass


def check_editable(
    invoice_id: InvoiceId, *, kind: InvoiceKind, status: InvoiceStatus, order_id: OrderId | None
) -> None:
    """Whether staff may write on it. Raises InvoiceNotDraft."""
    if status is not InvoiceStatus.DRAFT or kind is not InvoiceKind.INVOICE:
        raise InvoiceNotDraft(invoice_id=invoice_id, why=f"it is {status.value}; credit it, and write another")
    if order_id is not None:
        raise InvoiceNotDraft(invoice_id=invoice_id, why="it goes with its order")


def completed(draft: Draft, catalogue: Mapping[str, PricedProduct]) -> Iterator[DraftLine]:
    """The lines with what the catalogue says where nothing else is said. Raises DraftLineIncomplete."""
    for position, line in enumerate(draft.lines, start=1):
        yield _completed(position, line, catalogue.get(line.sku.strip().upper()))


def _completed(position: int, line: DraftLine, offered: PricedProduct | None) -> DraftLine:
    description = line.description or (offered.name if offered else "")
    unit_price = line.unit_price or (offered.unit_price if offered else None)
    if not description or unit_price is None:
        missing = "a description" if unit_price else "a unit_price" if description else "a description and a unit_price"
        raise DraftLineIncomplete(position=position, missing=missing)
    return replace(
        line,
        sku=line.sku.strip().upper(),
        description=description,
        unit_price=unit_price,
        tax_class=line.tax_class or (offered.tax_class if offered else TaxClass.STANDARD),
        unit=line.unit or PIECE,
    )


def taxed(line: DraftLine, *, supplier: Supplier, recipient: Recipient, on: date, at: datetime) -> InvoiceLine:
    """A complete line as it is to be invoiced, with the decision how it is taxed. Raises TaxRateUnknown."""
    assert line.unit_price is not None
    assert line.tax_class is not None
    decision = decide(line.tax_class, supplier=supplier, recipient=recipient, on=on, at=at, is_service=line.is_service)
    return InvoiceLine(
        sku=Sku(line.sku),
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        taxation=decision,
        unit=line.unit,
        discount=line.discount,
        tax_class=line.tax_class,
        is_service=line.is_service,
    )


def tells_delivery(lines: list[InvoiceLine]) -> bool:
    """Whether the document has to name the day of supply (EN 16931, BR-IC-11)."""
    return any(line.taxation and line.taxation.category is TaxCategory.INTRA_COMMUNITY for line in lines)


def as_written(invoice: Invoice) -> Draft:
    """What staff have written on a draft, to be changed in part.

    The country of the client was not written by anybody: another client has another.
    """
    address = invoice.buyer.address
    is_clients = address is not None and address.country == invoice.deliver_to
    return Draft(
        client_id=invoice.client_id,
        currency=invoice.total.currency,
        lines=tuple(_as_written(line) for line in invoice.lines),
        prices_include_tax=invoice.prices_include_tax,
        discount=invoice.discount,
        delivered_on=invoice.delivered_on,
        deliver_to="" if is_clients else invoice.deliver_to,
        reference=invoice.reference,
        buyer_reference=invoice.buyer_reference,
        notes=invoice.notes,
    )


def _as_written(line: InvoicedLine) -> DraftLine:
    return DraftLine(
        sku=line.sku,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_class=line.tax_class,
        unit=line.unit,
        discount=line.discount,
        is_service=line.is_service,
    )
