"""What other contexts may ask of customer, and nothing else."""

from contexts.customer import errors
from contexts.customer.accounts.queries import get_customer, get_former_email

__all__ = ["errors", "get_customer", "get_former_email"]
