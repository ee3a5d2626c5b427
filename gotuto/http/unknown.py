"""Unknown names in what comes in are refused, with the known ones beside them: a typing error must not pass for a wish."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

# Of a body that is wrong as a whole, some names show it; the answer must not be larger than the question.
_MAX_NAMED = 20
_MAX_LENGTH = 60


def unknown(names: Iterable[str], known: Collection[str], *, what: str) -> dict[str, list[str]]:
    """A message for each name that is not known; `what` is the word for it, "field" or "query parameter"."""
    strangers = [name for name in names if name not in known]
    return {_short(name): [_message(name, known, what)] for name in strangers[:_MAX_NAMED]}


def _message(name: str, known: Collection[str], what: str) -> str:
    near = get_close_matches(name, known, n=1) if len(name) <= _MAX_LENGTH else []
    hint = f"; did you mean '{near[0]}'?" if near else "."
    return f"Unknown {what} '{_short(name)}'{hint} Known: {', '.join(known) or 'none'}."


def _short(name: str) -> str:
    return name if len(name) <= _MAX_LENGTH else f"{name[:_MAX_LENGTH]}…"
