"""Passwords in the normal form in which they are hashed (NFC: OpaqueString of RFC 8265, NIST SP 800-63B)."""

from gotuto.text.characters import UnfitText, normal


def password(text: str) -> str:
    """A password as it is hashed; blanks are a part of it. Raises UnfitText for what no keyboard has."""
    if any(one == "\0" or "\ud800" <= one <= "\udfff" for one in text):
        raise UnfitText("This holds something that is no character. Type the password anew.")
    return normal(text)


def spellings(text: str) -> list[str]:
    """What a password may have been hashed as: in its normal form, or as it was typed before there was one."""
    try:
        return list(dict.fromkeys([password(text), text]))
    except UnfitText:
        return []
