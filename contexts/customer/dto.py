"""What other contexts get from customer."""

from contexts.customer.accounts.dto import Customer, FormerEmail

__all__ = ["Customer", "FormerEmail"]
