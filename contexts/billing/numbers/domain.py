"""Seals: a chain of hashes over all documents of a series and year, so that none can be changed or taken out unseen.

A link is made of the one before it and of what it seals. Whoever can write everything anew can make another chain; what
they cannot make is one that ends in the root which somebody has printed or signed (as in Haber and Stornetta, "How to
time-stamp a digital document", 1991).
"""

import hashlib
from dataclasses import dataclass
from datetime import date

# What the first link of each chain follows.
GENESIS = bytes(32)


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a seal says of a document, none of it personal."""

    legal_entity: str
    series: str
    year: int
    sequence: int
    number: str
    issue_date: date
    due_date: date
    content_hash: bytes
    seller_hash: bytes


def after(previous: bytes, link: Link) -> bytes:
    """The end of the chain once this link is added, as the database makes it too (`billing_link`); 32 bytes."""
    said = (
        link.legal_entity,
        link.series,
        str(link.year),
        str(link.sequence),
        link.number,
        link.issue_date.isoformat(),
        link.due_date.isoformat(),
        link.content_hash.hex(),
        link.seller_hash.hex(),
    )
    return hashlib.sha256(previous + "|".join(said).encode()).digest()
