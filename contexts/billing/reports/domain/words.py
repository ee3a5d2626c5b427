"""Reports in words, for the back office and for operators."""

from collections.abc import Iterator
from decimal import Decimal

from contexts.billing.reports.dto import DistanceSales, Return, Threshold, VatRow

_RETURNS = {
    Return.HOME: "at home",
    Return.LOCAL: "registration there",
    Return.OSS: "one-stop shop",
}


def percent(part: Decimal) -> str:
    """A part of one in percent."""
    return f"{(part * 100).normalize():f}"


def declared(row: VatRow) -> str:
    """In which return a row is declared, with the seller's number there."""
    elsewhere = ", though it went to consumers elsewhere in the EU"
    is_elsewhere = row.declared_in is Return.HOME and row.is_distance_sale
    number = f" ({row.vat_id})" if row.vat_id else ""
    return f"{_RETURNS[row.declared_in]}{number}{elsewhere if is_elsewhere else ''}"


def without_particulars(documents: int) -> str:
    """That some documents do not say where the seller was."""
    which = "1 document does" if documents == 1 else f"{documents} documents do"
    return (
        f"{which} not say where the seller was, as those of earlier releases: taken as taxed at home, and the buyer's address"
        " for where it went."
    )


def of_threshold(threshold: Threshold | None) -> Iterator[str]:
    """How it stands with sales to consumers in other member states, a line for each year, and what that means."""
    if threshold is None:
        yield "No threshold of article 59c: by what the seller says, they are not in the EU."
        return
    for year in threshold.years:
        yield of_year(year, threshold)
    yield advice(threshold)


def of_year(year: DistanceSales, threshold: Threshold) -> str:
    """How much of the limit was used in a year."""
    others = ", ".join(map(str, year.other_currencies))
    over = ", over it" if year.is_over else ""
    beside = f" Not converted: {others}." if others else ""
    return (
        f"{year.year}: {year.net} net to consumers in other member states, {percent(year.share)} % of {threshold.limit}"
        f"{over}.{beside}"
    )


def advice(threshold: Threshold) -> str:
    """What follows from how it stands; nothing is switched by itself."""
    if threshold.has_oss:
        return "The seller has the one-stop shop: these sales are taxed where they go."
    if threshold.is_over:
        return (
            "Over the threshold (directive 2006/112, art. 59c) these sales are taxed where they go. Nothing switches by itself:"
            " register for the one-stop shop, then enter it at the seller."
        )
    is_whole = not any(year.other_currencies for year in threshold.years)
    rest = "" if is_whole else ", if what is not converted does not bring them over it"
    return f"Below the threshold (directive 2006/112, art. 59c) these sales may be taxed at the seller's{rest}."
