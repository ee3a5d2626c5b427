"""A document by the business terms of EN 16931, as factur-x takes it: one dict for both syntaxes."""

from typing import Any

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice import lines, parties
from contexts.billing.documents.einvoice.shares import GroupShare, shares
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.taxes.exemptions import bears_tax, reason
from gotuto.money import total

Terms = dict[str, Any]

# UNTDID 1001.
_TYPES = {InvoiceKind.INVOICE: "380", InvoiceKind.CREDIT_NOTE: "381"}
# UNTDID 4461: a SEPA credit transfer, and any other.
_SEPA_TRANSFER, _TRANSFER = "58", "30"
# With an amount to pay there is a due date or terms (BR-CO-25); with a credit note it is the seller who owes.
_CREDITED = {
    "en": "The amount is credited.",
    "de": "Der Betrag wird gutgeschrieben.",
    "fr": "Le montant est porté à votre crédit.",
    "es": "El importe se abona.",
}


def terms(document: Document) -> Terms:
    """All that the XML says; made anew for each, as factur-x changes what it is given."""
    shared = shares(document)
    return {
        "BT-1": document.number,
        "BT-2": document.issue_date,
        "BT-3": _TYPES[document.kind],
        "BT-5": document.total.currency,
        "BT-10": document.buyer_reference,
        "BT-14": document.order_number,
        "BT-72": document.delivered_on,
        "BG-1": [{"BT-22": note} for note in (document.reason, document.notes) if note],
        "BG-4": parties.seller(document),
        "BG-7": parties.buyer(document),
        "BG-13": parties.deliver_to(document),
        "BG-23": [_breakdown(group, document) for group in shared],
        **_preceding(document),
        **_payment(document),
        **_lines(shared),
        **_totals(document, shared),
    }


def _preceding(document: Document) -> Terms:
    if not document.preceding:
        return {}
    return {"BG-3": [{"BT-25": document.preceding.number, "BT-26": document.preceding.issue_date}]}


def _payment(document: Document) -> Terms:
    told = {"BT-83": document.reference, "BT-9": document.due_date}
    if document.kind is InvoiceKind.CREDIT_NOTE:
        return told | {"BT-20": _CREDITED[document.language]}
    words = document.seller.terms
    if not words and not document.due_date:
        # What has no date is due at once.
        told["BT-9"] = document.issue_date
    return told | {"BT-20": words} | _transfer(document)


def _transfer(document: Document) -> Terms:
    """BG-16 and BG-17: where the money goes."""
    bank = document.seller.bank
    if not bank:
        return {}
    return {
        "BT-81": _SEPA_TRANSFER if document.total.currency == "EUR" else _TRANSFER,
        "BT-84": "".join(bank.iban.split()),
        "BT-85": bank.holder or document.seller.name,
        "BT-86": bank.bic,
    }


def _breakdown(group: GroupShare, document: Document) -> Terms:
    """BG-23: the tax as it stands on the document, never computed again."""
    tax = group.tax
    told = {
        "BT-116": lines.amount(tax.net),
        "BT-117": lines.amount(tax.tax),
        "BT-118": tax.category.value,
        "BT-119": lines.percent(tax.rate, tax.category),
    }
    if bears_tax(tax.category):
        return told
    # There is room for all sentences, and for one code.
    language, small_in = document.language, document.small_in
    words = "; ".join(reason(tax.category, one, language, small_in=small_in) for one in group.exemptions)
    return told | {"BT-120": words, "BT-121": tax.exemption if len(group.exemptions) == 1 else ""}


def _lines(shared: list[GroupShare]) -> Terms:
    each = sorted((one for group in shared for one in group.lines), key=lambda one: one.line.position)
    return {"BG-25": [lines.line(one) for one in each]}


def _totals(document: Document, shared: list[GroupShare]) -> Terms:
    currency = document.total.currency
    off = total((group.discount for group in shared), currency)
    taken = [group for group in shared if group.discount.is_positive]
    allowances = [lines.group_allowance(group, document.discount) for group in taken] if document.discount else []
    return {
        "BG-20": allowances,
        "BT-106": lines.amount(document.net + off),
        "BT-107": lines.amount(off) if allowances else None,
        "BT-109": lines.amount(document.net),
        "BT-110": lines.amount(document.tax),
        "BT-112": lines.amount(document.total),
        "BT-115": lines.amount(document.total),
    }
