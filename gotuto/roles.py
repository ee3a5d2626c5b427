"""What a member of staff may change; reading is open to all staff, writing needs the role."""

from enum import StrEnum


class Role(StrEnum):
    CATALOG = "catalog"
    STOCK = "stock"
    BILLING = "billing"
    FULFILMENT = "fulfilment"
    SUPPORT = "support"
