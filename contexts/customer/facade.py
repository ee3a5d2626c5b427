"""Everything others may ask of customer."""

from contexts.customer.errors import (
    CustomerNotFound,
    EmailTaken,
    InvalidEmail,
    NotStaff,
    TokenNotFound,
    TokenTaken,
    UserNotFound,
    WeakPassword,
)
from contexts.customer.queries import get_customer, list_tokens
from contexts.customer.use_cases import (
    create_staff,
    create_token,
    ensure_customer,
    ensure_staff,
    install_token,
    register_customer,
    revoke_token,
    update_access,
    update_customer,
)

__all__ = [
    "CustomerNotFound",
    "EmailTaken",
    "InvalidEmail",
    "NotStaff",
    "TokenNotFound",
    "TokenTaken",
    "UserNotFound",
    "WeakPassword",
    "create_staff",
    "create_token",
    "ensure_customer",
    "ensure_staff",
    "get_customer",
    "install_token",
    "list_tokens",
    "register_customer",
    "revoke_token",
    "update_access",
    "update_customer",
]
