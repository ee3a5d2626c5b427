"""E-mail addresses in one normal form, so that a person has one address: ASCII, in lower case, the domain as A-labels.

The syntax is that of RFC 5321 without quoted local parts and address literals. The local part is ASCII, as mail servers
that do without SMTPUTF8 demand; a domain of another script (IDNA 2008) is kept as DNS has it, such as
xn--bcher-kva.example, so that one that only looks like another is seen to be another.
"""

import unicodedata
from functools import cache
from typing import Annotated, Any

import msgspec

from gotuto.text.characters import UnfitText, normal

EmailAddress = Annotated[str, msgspec.Meta(extra_json_schema={"format": "email"})]

# RFC 5321, 4.5.3.1.3: a path has 256 octets with its angle brackets.
LENGTH = 254


def address(text: str) -> str:
    """The one spelling of an address. Raises UnfitText."""
    text = normal(text.strip())
    if len(text) > LENGTH:
        raise UnfitText(f"An e-mail address has at most {LENGTH} characters.")
    if not unicodedata.is_normalized("NFKC", text):
        raise UnfitText("This e-mail address has letters that only look like others. Write it with plain ones.")
    return _checked(text)


def _checked(text: str) -> str:
    library = _library()
    try:
        found = library.validate_email(
            text,
            allow_smtputf8=False,
            check_deliverability=False,
            strict=True,
            # .test is what tests and trials of a shop use (RFC 6761, 6.2).
            test_environment=True,
        )
    except library.EmailNotValidError as fault:
        raise UnfitText(str(fault)) from None
    if "." not in found.ascii_domain:
        raise UnfitText("The part after the @-sign is not valid. It should have a period.")
    return str(found.ascii_email).lower()


def spellings(text: str) -> list[str]:
    """What an address may be stored as: as it is now, and as it was before there was one normal form; nothing for no text.

    As it was typed stands first: whoever has had that address signs in with it.
    """
    typed = text.strip().lower()
    if "\0" in typed or len(typed) > LENGTH or not _is_text(typed):
        return []
    try:
        now = address(typed)
    except UnfitText:
        now = typed
    return list(dict.fromkeys([typed, now, readable(now), unicodedata.normalize("NFD", typed)]))


def readable(text: str) -> str:
    """An address with its domain in letters, as people write it."""
    local, at, domain = text.rpartition("@")
    if "xn--" not in domain:
        return text
    import idna

    try:
        return f"{local}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return text


def _is_text(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)


@cache
def _library() -> Any:
    # Imported when the first address comes in: most processes never see one, and it takes longer than their other imports.
    import email_validator

    return email_validator
