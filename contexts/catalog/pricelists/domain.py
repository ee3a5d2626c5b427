"""The rules of price lists, in plain Python."""

from contexts.catalog.pricelists.errors import PriceListInvalid
from gotuto.text import UnfitText, codes


def checked_code(code: str) -> str:
    """The code as it is stored. Raises PriceListInvalid."""
    try:
        return codes.checked_code(code)
    except UnfitText as fault:
        raise PriceListInvalid(where="code", why=str(fault)) from None


def check_name(name: str) -> None:
    """Raises PriceListInvalid."""
    if not name.strip():
        raise PriceListInvalid(where="name", why="A list is called something.")
