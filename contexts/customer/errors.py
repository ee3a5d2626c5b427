"""What customer refuses, of all topics."""

from contexts.customer.accounts.errors import (
    CustomerNotFound,
    EmailTaken,
    InvalidEmail,
    RegistrationClosed,
    UserNotFound,
    WeakPassword,
    WrongPassword,
)
from contexts.customer.groups.errors import GroupInvalid, GroupNotFound, GroupTaken, GroupUnknown
from contexts.customer.staff.errors import NotStaff
from contexts.customer.tokens.errors import TokenNotFound, TokenTaken

__all__ = [
    "CustomerNotFound",
    "EmailTaken",
    "GroupInvalid",
    "GroupNotFound",
    "GroupTaken",
    "GroupUnknown",
    "InvalidEmail",
    "NotStaff",
    "RegistrationClosed",
    "TokenNotFound",
    "TokenTaken",
    "UserNotFound",
    "WeakPassword",
    "WrongPassword",
]
