"""Questions about customers."""

from contexts.customer.accounts import dto, models
from contexts.customer.accounts.errors import CustomerNotFound
from gotuto.ids import CustomerId


def get_customer(*, customer_id: CustomerId) -> dto.Customer:
    """A customer with name and address. Raises CustomerNotFound."""
    row = models.Customer.objects.select_related("user").filter(id=customer_id).first()
    if row is None:
        raise CustomerNotFound(customer_id=customer_id)
    return row.to_dto()
