"""What other contexts get from customer."""

from contexts.customer.accounts.dto import Customer, FormerEmail
from contexts.customer.groups.dto import CustomerGroup

__all__ = ["Customer", "CustomerGroup", "FormerEmail"]
