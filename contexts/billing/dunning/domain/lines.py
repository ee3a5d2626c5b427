"""A step of dunning as a line of text, as staff write it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from contexts.billing.dunning.dto import Step, Tone
from contexts.billing.dunning.errors import DunningPolicyInvalid
from gotuto.money import Money

HELP = (
    "A line for each step: days after the due date (negative: before it), its name, and what it does: notice, reminder, final or"
    " no-mail; fee 2.50 EUR; compensation; hold."
)


def written(step: Step) -> str:
    """A step as a line of the form."""
    parts = [str(step.days), step.code, step.tone.value if step.mail else "no-mail"]
    parts += [f"fee {step.fee.amount} {step.fee.currency}"] if step.fee else []
    return " ".join([*parts, *(word for word in ("compensation", "hold") if getattr(step, word))])


def read(line: str, wordings: dict[str, str]) -> Step:
    """A step from a line of the form. Raises DunningPolicyInvalid."""
    days, *rest = line.split() or [""]
    code = rest.pop(0) if rest else ""
    given: dict[str, Any] = {"code": code, "wording": wordings.get(code, "")}
    while rest:
        word = rest.pop(0)
        if word in [*Tone]:
            given["tone"] = Tone(word)
        elif word == "no-mail":
            given["mail"] = False
        elif word in ("compensation", "hold"):
            given[word] = True
        elif word == "fee" and len(rest) >= 2:
            given["fee"] = _fee(rest.pop(0), rest.pop(0), line)
        else:
            raise DunningPolicyInvalid(why=f"{word!r} in {line!r} says nothing. {HELP}")
    if not days.removeprefix("-").isdecimal():
        raise DunningPolicyInvalid(why=f"{line!r} does not begin with a number of days. {HELP}")
    return Step(days=int(days), **given)


def _fee(amount: str, currency: str, line: str) -> Money:
    try:
        return Money(Decimal(amount), currency)
    except InvalidOperation:
        raise DunningPolicyInvalid(why=f"{amount!r} in {line!r} is no amount.") from None
