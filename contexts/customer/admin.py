"""Customers, staff, roles and API tokens in the back office."""

from contexts.customer.accounts.admin import CustomerAdmin
from contexts.customer.groups.admin import CustomerGroupAdmin
from contexts.customer.staff.admin import RoleAdmin, UserAdmin
from contexts.customer.tokens.admin import TokenAdmin

__all__ = ["CustomerAdmin", "CustomerGroupAdmin", "RoleAdmin", "TokenAdmin", "UserAdmin"]
