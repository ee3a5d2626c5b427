"""The books as plain data: what their seals prove, and what is wrong."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Root:
    """The end of a chain of seals after a day: it vouches for every document of its series and year up to `number`.

    `root` is a SHA-256 in hexadecimal digits. Printed or signed, it proves later that nothing before it was changed.
    """

    legal_entity: str
    series: str
    year: int
    sequence: int
    number: str
    day: date
    root: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is wrong with a document or its seal; `number` is the document's."""

    number: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What came of looking at all seals: how many there are, and the first that is wrong comes first.

    `gone` are documents that were deleted by retention. `unsealed` are numbers that a release without seals gave out.
    """

    sealed: int
    gone: int
    unsealed: int
    findings: tuple[Finding, ...]
    roots: tuple[Root, ...]


@dataclass(frozen=True, kw_only=True)
class Retained:
    """What retention did with the documents of a seller: those issued before the day are gone, if they were settled.

    Without `years` nobody has said how long documents are kept in the seller's country, and nothing is deleted.
    """

    legal_entity: str
    country: str
    years: int | None
    before: date | None
    deleted: int
