"""The rules of groups of customers, in plain Python."""

from contexts.customer.groups.errors import GroupInvalid
from gotuto.text import UnfitText, codes


def checked_code(code: str) -> str:
    """The code as it is stored. Raises GroupInvalid."""
    try:
        return codes.checked_code(code)
    except UnfitText as fault:
        raise GroupInvalid(where="code", why=str(fault)) from None


def check_name(name: str) -> None:
    """Raises GroupInvalid."""
    if not name.strip():
        raise GroupInvalid(where="name", why="A group is called something.")
