"""What is refused about price lists."""

from gotuto.errors import Conflict, NotFound, Refused


class PriceListNotFound(NotFound):
    """There is no such list."""

    code = "catalog.price_list_not_found"
    text = "There is no price list {price_list}. GET /price-lists/ shows them."
    price_list: str


class PriceListTaken(Conflict):
    """Another list has this code."""

    code = "catalog.price_list_taken"
    text = "There is a price list {price_list} already. Change that one, or take another code."
    price_list: str


class PriceListInvalid(Refused):
    """What is said of a list cannot be right."""

    code = "catalog.price_list_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class PriceListOfCurrency(Conflict):
    """Of two lists nobody would know which is asked."""

    code = "catalog.price_list_of_currency"
    field = "is_active"
    text = "Another list in {currency} for {whom} is active. Take that one out of use first, or enter the prices there."
    currency: str
    customer_group: str = ""

    @property
    def whom(self) -> str:
        return self.customer_group or "everybody"


class CustomerGroupUnknown(Refused):
    """A list for nobody would be asked by nobody."""

    code = "catalog.customer_group_unknown"
    field = "customer_group"
    text = "There is no group of customers {customer_group}. GET /customer-groups/ shows them."
    customer_group: str
