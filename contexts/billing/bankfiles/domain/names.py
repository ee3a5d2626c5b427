"""Names of payers, as banks and as buyers write them."""

import re
import unicodedata

# What does not tell one name from another.
_FORMS = {
    *("gmbh", "mbh", "ug", "ag", "kg", "ohg", "gbr", "ek", "ev", "co", "kgaa", "se"),
    *("ltd", "llc", "inc", "plc", "limited", "sa", "sas", "sarl", "sl", "srl", "spa", "bv", "nv", "oy", "ab"),
    *("herr", "frau", "mr", "mrs", "ms", "dr", "prof", "und", "and", "et", "y", "the"),
}
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa", "ł": "l"})


def words(name: str) -> frozenset[str]:
    """The words of a name that tell it from others, without accents."""
    spelled = unicodedata.normalize("NFC", name).casefold().translate(_SPELLED)
    plain = "".join(one for one in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(one))
    return frozenset(re.findall(r"\w+", plain.replace(".", ""))) - _FORMS


def agreement(one: str, other: str) -> int:
    """How far two names are the same: 2 for all words of the shorter one, 1 for a long one of them, else 0."""
    mine, theirs = words(one), words(other)
    shared = mine & theirs
    if shared and (mine == theirs or (len(shared) >= 2 and shared in (mine, theirs))):
        return 2
    return 1 if any(len(word) >= 4 for word in shared) else 0
