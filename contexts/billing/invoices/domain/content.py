"""What a seal vouches for: the content of an invoice in one spelling, so that any change of it would be seen."""

from collections.abc import Mapping
from typing import Any

from contexts.billing.invoices.dto import Buyer, InvoiceKind, Particulars
from contexts.billing.lines.domain import Bill
from gotuto.events import encode
from gotuto.fingerprints import fingerprint


def content_hash(
    *, kind: InvoiceKind, buyer: Buyer, bill: Bill, particulars: Particulars, reference: str, nonce: bytes
) -> bytes:
    """The SHA-256 of all that stands on an invoice but its number, its dates and its seller; 32 bytes.

    `nonce` is kept with the invoice alone: once that is gone, nobody can find out by trying what the hash was made of.
    """
    said = {"kind": kind, "buyer": buyer, "bill": bill, "reference": reference, "nonce": nonce.hex()}
    return fingerprint(_said(encode(said | encode(particulars))))


def _said(value: Any) -> Any:
    """Without what is empty, and ids: a field that a later release adds leaves the hashes of before as they are."""
    if isinstance(value, Mapping):
        return {name: _said(inner) for name, inner in value.items() if inner and name != "id"}
    return [_said(inner) for inner in value] if isinstance(value, list | tuple) else value
