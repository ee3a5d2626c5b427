"""What the catalogue does by the clock."""

from celery import shared_task
from django.utils import timezone

from contexts.catalog.images import use_cases as images
from contexts.catalog.prices.use_cases import beginning, entering
from contexts.catalog.search import use_cases


@shared_task(name="catalog.complete_search")
def complete_search() -> None:
    use_cases.complete_all()


@shared_task(name="catalog.tell_search_engine")
def tell_search_engine() -> None:
    use_cases.tell_engine()


@shared_task(name="catalog.count_words")
def count_words() -> None:
    use_cases.count_words()


@shared_task(name="catalog.switch_prices")
def switch_prices() -> None:
    entering.switch_prices(now=timezone.now())


@shared_task(name="catalog.begin_price_ledger")
def begin_price_ledger() -> None:
    beginning.begin_ledger(now=timezone.now())


@shared_task(name="catalog.make_thumbnails")
def make_thumbnails() -> None:
    images.make_thumbnails(now=timezone.now())


@shared_task(name="catalog.clean_images")
def clean_images() -> None:
    images.clean_files(now=timezone.now())
