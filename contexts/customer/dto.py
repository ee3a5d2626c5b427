"""What other contexts get from customer."""

from contexts.customer.accounts.dto import Customer

__all__ = ["Customer"]
