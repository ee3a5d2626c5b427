"""`manage.py demo_shop`: goods, stock and log-ins to try things out with; doing it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config import demo_shop
from config.environment import configuration


class Command(BaseCommand):
    help = (
        "Stock the demo shop and make its log-ins (GOTUTO_ADMIN_EMAIL, _PASSWORD, _TOKEN, GOTUTO_DEMO_PASSWORD)."
        " Example: manage.py demo_shop"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        demo_shop.describe_the_seller(now=now)
        new = demo_shop.stock_the_shop(now=now)
        demo_shop.let_people_in(
            admin_email=configuration["GOTUTO_ADMIN_EMAIL"],
            admin_password=configuration["GOTUTO_ADMIN_PASSWORD"],
            admin_token=configuration["GOTUTO_ADMIN_TOKEN"],
            customer_password=configuration["GOTUTO_DEMO_PASSWORD"],
            now=now,
        )
        self.stdout.write(f"The demo shop sells {len(demo_shop.GOODS)} products, {new} of them new.")
