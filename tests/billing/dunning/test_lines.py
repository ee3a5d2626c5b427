"""A step is a line of text in the back office, and is read as it was written."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contexts.billing.dunning.domain import lines
from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.dunning.dto import Step, Tone
from contexts.billing.dunning.errors import DunningPolicyInvalid
from contexts.billing.dunning.models import DunningPolicy
from tests.billing.builders import eur
from tests.billing.dunning.reminding import STEPS, policy

SILENT = Step(code="silent", days=7, mail=False, hold=True)


@pytest.mark.parametrize("step", [*USUAL, *STEPS, SILENT], ids=lambda step: step.code)
def test_what_is_written_is_read_again(step):
    assert lines.read(lines.written(step), {}) == step


def test_the_wording_stays_with_its_step():
    read = lines.read("3 first final fee 2.50 EUR", {"first": "Please.", "last": "At last."})

    assert (read.wording, read.tone, read.fee) == ("Please.", Tone.FINAL, eur("2.50"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("soon first", "does not begin with a number of days"),
        ("3 first loudly", "'loudly' in '3 first loudly' says nothing"),
        ("3 first fee 2.50", "'fee' in"),
        ("3 first fee much EUR", "'much' in '3 first fee much EUR' is no amount"),
    ],
)
def test_what_says_nothing_is_refused_in_words(line, why):
    with pytest.raises(DunningPolicyInvalid) as refused:
        lines.read(line, {})
    assert why in str(refused.value)


@pytest.mark.django_db
def test_staff_write_the_steps_as_lines(admin_client):
    policy(Step(code="first", days=3, wording="Please."))
    page = reverse("admin:billing_dunningpolicy_change", args=["main"])
    sent = {"is_on": "on", "seen_version": 1, "steps": "5 first fee 2.50 EUR\n\n14 last final"}

    assert admin_client.post(page, sent).status_code == 302

    first, last = DunningPolicy.objects.get().to_dto().steps
    assert (first.days, first.wording, first.fee.amount) == (5, "Please.", Decimal("2.50"))
    assert (last.code, last.tone) == ("last", Tone.FINAL)


@pytest.mark.django_db
def test_a_seller_without_a_policy_gets_the_usual_one_proposed(admin_client):
    page = reverse("admin:billing_dunningpolicy_add")
    assert lines.written(USUAL[0]) in admin_client.get(page).content.decode()
    sent = {"legal_entity": "main", "steps": "\n".join(map(lines.written, USUAL))}

    assert admin_client.post(page, sent).status_code == 302
    assert DunningPolicy.objects.get().to_dto().steps == USUAL
