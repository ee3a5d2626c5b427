"""A chain of seals that was made anew, as by somebody who can write everything: what only a printed root gives away."""

from collections.abc import Callable

from contexts.billing import models
from contexts.billing.books.queries import _content_hash, _link
from contexts.billing.numbers.domain import GENESIS, after
from gotuto.db import execute
from tests.thawing import thawed


def _as_it_is(seal: models.Seal) -> None:
    """Nothing else is changed."""


def make_chains_anew(change: Callable[[models.Seal], None] = _as_it_is) -> None:
    """Let each seal follow the one before it, and the counter know the end."""
    for counter in models.NumberCounter.objects.all():
        end = GENESIS
        of = {"legal_entity": counter.legal_entity, "series": counter.series, "year": counter.year}
        for seal in models.Seal.objects.filter(**of).order_by("sequence"):
            change(seal)
            seal.previous, counter.previous_root = end, end
            seal.save()
            end = after(end, _link(seal))
        counter.root = end
        counter.save()


def change_a_byte(number: str) -> None:
    """Write another word into a line of an issued document, by SQL and without the triggers."""
    with thawed():
        execute(
            "UPDATE billing_invoiceline SET description = overlay(description PLACING chr(ascii(description) + 1) FROM 1)"
            " WHERE position = 1 AND invoice_id = (SELECT id FROM billing_invoice WHERE number = %s)",
            [number],
        )


def cover_up(number: str) -> None:
    """Seal a document as it is now, and make the chain anew from there on."""
    row = models.Invoice.objects.get(number=number)
    row.content_hash = _content_hash(row)

    def reseal(seal: models.Seal) -> None:
        if seal.id == row.id:
            seal.content_hash = row.content_hash

    with thawed():
        row.save(update_fields=["content_hash"])
        make_chains_anew(reseal)
