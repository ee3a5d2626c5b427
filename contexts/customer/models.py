"""The tables of all topics, where Django looks for them."""

from contexts.customer.accounts.models import Customer, FormerEmail, User
from contexts.customer.groups.models import CustomerGroup
from contexts.customer.tokens.models import ApiToken

__all__ = ["ApiToken", "Customer", "CustomerGroup", "FormerEmail", "User"]
