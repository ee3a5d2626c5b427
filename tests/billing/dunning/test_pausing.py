"""Nobody is reminded during a pause; after it the step that is due is done, and those before it are not."""

import pytest

from contexts.billing.clients.errors import ClientNotFound
from contexts.billing.clients.use_cases import merge_clients
from contexts.billing.dunning import use_cases
from contexts.billing.dunning.errors import DunningNotPaused, DunningPauseEnded
from contexts.billing.dunning.models import DunningPause
from contexts.billing.invoices.errors import InvoiceNotFound
from gotuto.ids import new_id
from tests.billing.dunning.reminding import NOW, at, late, policy, run, steps_of

pytestmark = pytest.mark.django_db


def pause(invoice, whose, days, *, now=NOW):
    key = invoice.id if whose == "invoice" else invoice.client_id
    verb = getattr(use_cases, f"pause_{whose}")
    return verb(**{f"{whose}_id": key}, until=at(days).date(), reason="They wait for their bank", now=now)


def resume(invoice, whose, *, now=NOW):
    key = invoice.id if whose == "invoice" else invoice.client_id
    getattr(use_cases, f"resume_{whose}")(**{f"{whose}_id": key}, now=now)


@pytest.mark.parametrize("whose", ["invoice", "client"])
def test_nothing_is_done_until_the_day_is_over(whose):
    policy()
    invoice, other = late(), late()
    pause(invoice, whose, 16)
    for day in range(1, 17):
        run(day)
    assert (steps_of(invoice.id), steps_of(other.id)) == ([], ["first", "second"])
    run(17)
    assert steps_of(invoice.id) == ["second"]


@pytest.mark.parametrize("whose", ["invoice", "client"])
def test_it_goes_on_when_somebody_ends_it(whose):
    policy()
    invoice = late()
    pause(invoice, whose, 99)
    assert run(3).actions == 0
    resume(invoice, whose, now=at(3))
    assert run(3).actions == 1
    with pytest.raises(DunningNotPaused):
        resume(invoice, whose)


def test_a_second_pause_takes_the_place_of_the_first():
    policy()
    invoice = late()
    pause(invoice, "invoice", 99)
    later = pause(invoice, "invoice", 2)
    assert [row.id for row in DunningPause.objects.filter(resumed_at=None)] == [later.id]
    assert run(3).actions == 1


def test_a_pause_that_is_over_already_is_refused():
    invoice = late()
    with pytest.raises(DunningPauseEnded, match="is over already"):
        pause(invoice, "invoice", -1, now=at(0))


def test_what_is_not_there_is_not_paused():
    given = {"until": at(9).date(), "reason": "x", "now": NOW}
    with pytest.raises(InvoiceNotFound):
        use_cases.pause_invoice(invoice_id=new_id(), **given)
    with pytest.raises(ClientNotFound):
        use_cases.pause_client(client_id=new_id(), **given)
    with pytest.raises(InvoiceNotFound):
        use_cases.resume_invoice(invoice_id=new_id(), now=NOW)
    with pytest.raises(ClientNotFound):
        use_cases.resume_client(client_id=new_id(), now=NOW)


@pytest.mark.parametrize(("gone", "stays", "lasts"), [(99, None, 99), (99, 2, 99), (2, 99, 99), (None, 99, 99)])
def test_a_client_that_is_merged_takes_the_pause_along(gone, stays, lasts):
    """Of two the one that lasts longer goes on."""
    policy()
    invoice, other = late(), late()
    for each, days in ((invoice, gone), (other, stays)):
        if days is not None:
            pause(each, "client", days)
    merge_clients(client_id=invoice.client_id, into=other.client_id, now=NOW)
    (row,) = DunningPause.objects.filter(resumed_at=None)
    assert (row.client_id, row.until) == (other.client_id, at(lasts).date())
    assert run(3).actions == 0
