"""Staff write the steps of a policy as lines of text."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contexts.billing.dunning.domain import lines
from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.dunning.dto import Step, Tone
from contexts.billing.dunning.models import DunningPolicy
from tests.billing.dunning.reminding import policy


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
