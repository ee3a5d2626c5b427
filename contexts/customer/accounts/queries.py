"""What can be read of customers and tokens."""

from contexts.customer import domain, dto, models
from contexts.customer.errors import CustomerNotFound
from gotuto.ids import CustomerId


def get_customer(*, customer_id: CustomerId) -> dto.Customer:
    """A customer with name and address. Raises CustomerNotFound."""
    row = models.Customer.objects.select_related("user").filter(id=customer_id).first()
    if row is None:
        raise CustomerNotFound(customer_id=customer_id)
    return row.to_dto()


def list_tokens(*, email: str | None = None) -> tuple[dto.Token, ...]:
    """Tokens from the oldest on, of everybody or of one address. Raises InvalidEmail."""
    rows = models.ApiToken.objects.with_user()
    if email is not None:
        rows = rows.filter(user__email=domain.normalised_email(email))
    return tuple(row.to_dto() for row in rows)
