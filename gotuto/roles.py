"""The roles of staff; what each of them sees and does is declared by the modules (`gotuto.modules.Grant`)."""

from enum import StrEnum


class Role(StrEnum):
    CATALOG = "catalog"
    STOCK = "stock"
    BILLING = "billing"
    FULFILMENT = "fulfilment"
    SUPPORT = "support"
