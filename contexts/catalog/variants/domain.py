"""All choices of some options, and what each is called: what a person enters once, and not for each variant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from contexts.catalog.products.domain.offers import SKU_LENGTH
from contexts.catalog.products.domain.variants import MOST_VARIANTS, check_options
from contexts.catalog.products.dto import Option
from contexts.catalog.products.errors import OptionsInvalid, TooManyVariants

_SPELLED_OUT = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})


def options_of(text: str) -> tuple[Option, ...]:
    """Options as a person writes them, each on its line: `Size: S, M, L`. Raises OptionsInvalid."""
    options = tuple(_option(line) for line in text.splitlines() if line.strip())
    check_options(options)
    return options


def text_of(options: Iterable[Option]) -> str:
    """The other way round."""
    return "\n".join(f"{option.name}: {', '.join(option.values)}" for option in options)


def choices(options: Sequence[Option]) -> Iterator[dict[str, str]]:
    """One value of each option, in all ways. Raises TooManyVariants."""
    count = 1
    for option in options:
        count *= len(option.values)
    if count > MOST_VARIANTS:
        raise TooManyVariants(count=count, most=MOST_VARIANTS)
    names = [option.name for option in options]
    return (dict(zip(names, values, strict=True)) for values in product(*(option.values for option in options)))


def sku_of(base: str, values: Iterable[str]) -> str:
    """A SKU that says what it is: `SHIRT` in `L` and `red` is `SHIRT-L-RED`."""
    return "-".join([base, *(_letters(value) for value in values)])[:SKU_LENGTH]


def _option(line: str) -> Option:
    name, colon, values = line.partition(":")
    given = tuple(value.strip() for value in values.split(",") if value.strip())
    if not (colon and name.strip() and given):
        raise OptionsInvalid(
            said=f"{line.strip()!r} is no option. Write a name, a colon and values, such as Size: S, M, L"
        )
    if len(name.strip()) > 50 or any(len(value) > 60 for value in given):
        raise OptionsInvalid(said=f"{line.strip()[:80]!r} is too long: 50 letters for a name, 60 for a value.")
    return Option(name=name.strip(), values=given)


def _letters(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value.lower().translate(_SPELLED_OUT))
    return re.sub(r"[^A-Z0-9]+", "", plain.upper()) or "X"
