"""The rules of suppliers, in plain Python."""

from collections.abc import Callable

from contexts.inventory.suppliers.dto import Supplier
from contexts.inventory.suppliers.errors import SupplierArchived, SupplierGoodInvalid, SupplierInvalid
from gotuto.money import Money, check_in_use
from gotuto.text import UnfitText, codes

NAME_LENGTH = 200
MOST_DAYS = 730
MOST_IN_A_PACK = 100_000
MOST_COST = 1_000_000


def code_of(name: str) -> str:
    """A code for a supplier that was given none. Raises SupplierInvalid when its name has no letter for one."""
    return _code(codes.code_of, name)


def checked_code(code: str) -> str:
    """The code as it is stored. Raises SupplierInvalid."""
    return _code(codes.checked_code, code)


def check(*, name: str, currency: str, lead_time_days: int) -> None:
    """Raises SupplierInvalid, UnknownCurrency, CurrencyWithdrawn."""
    if not name.strip():
        raise SupplierInvalid(where="name", why="A supplier is called something.")
    if not 0 <= lead_time_days <= MOST_DAYS:
        raise SupplierInvalid(where="lead_time_days", why=f"It is a number of days from 0 to {MOST_DAYS}.")
    check_in_use(currency)


def check_open(supplier: Supplier) -> None:
    """Raises SupplierArchived."""
    if supplier.archived_at is not None:
        raise SupplierArchived(supplier=supplier.code)


def check_cost(cost: Money, *, currency: str) -> None:
    """Raises SupplierGoodInvalid."""
    if cost.currency != currency:
        raise SupplierGoodInvalid(where="cost", why=f"This supplier is paid in {currency}.")
    if not 0 <= cost.amount <= MOST_COST:
        raise SupplierGoodInvalid(where="cost", why=f"A piece costs between 0 and {MOST_COST}.")


def check_pack(pack_size: int) -> None:
    """Raises SupplierGoodInvalid."""
    if not 1 <= pack_size <= MOST_IN_A_PACK:
        raise SupplierGoodInvalid(where="pack_size", why=f"A pack has between 1 and {MOST_IN_A_PACK} pieces.")


def _code(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except UnfitText as fault:
        raise SupplierInvalid(where="code", why=str(fault)) from None
