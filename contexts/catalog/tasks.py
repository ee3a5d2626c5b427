"""What the catalogue does by the clock."""

from celery import shared_task

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
