"""Names that stand in the path of an address, such as a SKU: what they hold is read there as it is written."""

import re

from gotuto.text.characters import UnfitText

# Unreserved characters (RFC 3986, 2.3) without the tilde. A name that begins with a dot means a folder (5.2.4), or a file
# that servers hide.
PATTERN = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_NAME = re.compile(PATTERN)


def path_name(text: str, *, most: int) -> str:
    """A name that is safe in a path, without blanks around it. Raises UnfitText."""
    name = text.strip()
    if len(name) > most or not _NAME.fullmatch(name):
        raise UnfitText(
            f"This takes 1 to {most} letters from A to Z, digits, dots, dashes or underscores, and does not begin with a dot."
        )
    return name
