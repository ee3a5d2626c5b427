"""An attempt whose return address is not the shop's is not begun; which those are, stands in the domain."""

import pytest

from contexts.billing.attempts.models import PaymentAttempt


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["https://shop.example.com.evil.example/", "https://a@shop.example.com/", "/thanks"]
)
def test_an_attempt_with_another_address_is_not_begun(buying, address):
    answer = buying.begin(return_url=address)

    assert (answer.status_code, answer.json()["code"]) == (422, "billing.return_address_refused")
    assert PaymentAttempt.objects.count() == 0
    assert buying.sandbox.requests == []


@pytest.mark.django_db
def test_an_origin_that_the_shop_allows_is_good_as_well(buying, settings):
    settings.GOTUTO_RETURN_ORIGINS = ["http://localhost:3000"]

    assert buying.begin(return_url="http://localhost:3000/thanks").status_code == 201
