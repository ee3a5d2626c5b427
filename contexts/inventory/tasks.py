"""What inventory does by the clock."""

from celery import shared_task

from contexts.inventory.availability import use_cases


@shared_task(name="inventory.show_stock")
def show_stock() -> None:
    use_cases.show_all_in_catalogue()
