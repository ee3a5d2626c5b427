"""Mutants that no test can kill, because they do the same: by context, each with the reason."""

_TAXES, _CREDITS = "contexts/billing/taxes/domain", "contexts/billing/credits/domain"
_LINES, _DUNNING = "contexts/billing/lines/domain", "contexts/billing/dunning/domain"
_AS_MANY = (
    "What is walked through together was made one for one just before; strict= is there for whoever changes that."
)
# Walked through together, each with strict=True.
_TOGETHER = (
    (
        f"{_DUNNING}/__init__",
        "return tuple((Window(step=step, ends=_end(step, next_days)) "
        "for step, next_days in zip(ordered, following, strict=True)))",
    ),
    (_LINES, "each = enumerate(zip(lines, priced, sums.lines, strict=True), start=1)"),
    ("contexts/billing/bankfiles/domain/camt", "for one, share in zip(details, known, strict=True):"),
    (_LINES, "each = enumerate(zip(taxed, priced, strict=True), start=1)"),
    (f"{_TAXES}/crediting", "left = [group.gross - done.gross for group, done in zip(groups, before, strict=True)]"),
    (f"{_TAXES}/crediting", "shares = zip(groups, before, parts, strict=True)"),
    (f"{_TAXES}/pricing", "for line, amount in zip(lines, totals, strict=True):"),
    (
        f"{_TAXES}/pricing",
        "taxed = [_taxed(taxation, amount, share, prices_include_tax) "
        "for (taxation, amount), share in zip(sums.items(), shares, strict=True)]",
    ),
    (
        f"{_CREDITS}/pieces",
        "shares = _split(claim.basis(group), [_weight(line, rate) for line, rate in zip(lines, unowed, strict=True)])",
    ),
    (f"{_CREDITS}/pieces", "for line, share, rate in zip(lines, shares, unowed, strict=True):"),
    (f"{_CREDITS}/pieces", "return {line.id: line.total - share for line, share in zip(lines, shares, strict=True)}"),
)
_KEY = "return (line.total.amount, line.unit_price.amount, line.sku, line.description, line.included_rate or 0)"
# With the longest year and sequence.
_LENGTH = (
    "contexts/billing/sellers/domain/__init__.py: return bool(_PATTERN.fullmatch(text)) and "
    "len(number(text, year=9999, sequence=999999999)) <= LONGEST_NUMBER"
)
_BANK, _FILES = "contexts/billing/bankstatements/domain", "contexts/billing/bankfiles/domain"
_DETAILS = (
    f"{_FILES}/camt.py: if len(known) < 2 or len(known) < len(details) or total(known, amount.currency) != amount:"
)
_DETAIL = f"{_FILES}/camt.py: yield _line(entry, details[0] if len(details) == 1 else None, amount)"
_WIDTH = f"{_FILES}/numbers.py: width = int(part['width'] or 0)"
_ROW = f"{_FILES}/tables.py: row = dict(zip(headings, cells, strict=False))"
_LETTERS = (
    "contexts/billing/accounting/domain/extf.py: "
    "for told in (letter, letter.translate(_PLAIN), _without_accents(letter)):"
)
_CHOSEN = f"{_BANK}/matching.py: is_certain = ranked[0].score >= CERTAIN"
_ALONE = (
    f"{_BANK}/matching.py: "
    "proposal = _several(line, client, theirs, pool) if len(theirs) > 1 else _single(line, theirs[0], pool)"
)
_TIES = f"{_BANK}/reversals.py: most = max((len(ties) for _, ties in tied), default=0)"
_DATA = f"{_TAXES}/reference.py: with (_DATA / f'{{name}}.csv').open(encoding='utf-8', newline='') as file:"
_STEPS = (
    "contexts/catalog/prices/domain/repricing.py: "
    "amount = (amount / rule.step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * rule.step"
)
_SMALL = "contexts/catalog/images/domain/pictures.py: image.save(written, 'WEBP', quality=80)"
_ONLY = "It is the only one."
_WHETHER = "Nobody asks for more than whether it is so."
_CHOICES = (
    "contexts/catalog/variants/domain.py: return (dict(zip(names, values, strict=True)) "
    "for values in product(*(option.values for option in options)))"
)
_SEARCH = "contexts/catalog/search/domain"
_IS_WORD = f"{_SEARCH}.py: return len(parts) == 1 and len(parts[0]) > 1 and (not any((letter.isdigit() for letter in parts[0])))"
_ONE_PART = (
    "return [parts[0][:WORD_LENGTH] if is_word(parts) else '' for parts in pieces(question)]",
    "alternatives = _of_word(parts[0], known) if is_word(parts) else _of_parts(parts)",
)
_CLOSE = f"{_SEARCH}.py: least = min(errors.values(), default=0)"
_STOCK = "contexts/inventory"
_SHARED_OUT = (
    "return tuple((Share(location=location, pieces=count, value=part) "
    "for (location, count), part in zip(there, parts, strict=True)))",
    "return tuple((Share(location=location, pieces=pieces, value=one) "
    "for (location, pieces, _), one in zip(parts, split, strict=True)))",
)
_DELTAS = (
    ("costs/domain.py: if amount is not None and delta < 0:", "< 0", ("<= 0", "< 1")),
    ("stock/domain.py: if cause is Cause.RETURN and delta < 0:", "< 0", ("<= 0", "< 1")),
    ("stock/domain.py: if cause in (Cause.SCRAP, Cause.WRITE_OFF) and delta > 0:", "> 0", (">= 0", "> -1")),
)
_PIECES = (
    "purchasing/domain.py: if quantity > still_open.get(sku, 0):",
    "reservations/domain.py: short = [line for line in lines if free.get(line.sku, 0) < line.quantity]",
    "reservations/domain.py: most = max(allowance.pieces, int(free.get(line.sku, 0) * allowance.share))",
    "reservations/domain.py: if all((shelf.free.get(line.sku, 0) >= line.quantity for line in lines)):",
    "reservations/domain.py: taken = min(missing, shelf.free.get(line.sku, 0))",
)
_SOURCING = f"{_STOCK}/reservations/domain.py: Sourcing = Callable[[Sequence[StockLine], Sequence[Shelf]], list[Piece]]"
_SUPPLIER = (
    f"{_STOCK}/suppliers/domain.py: return checked_code(_BETWEEN.sub('-', plain).strip('-')[:CODE_LENGTH].strip('-'))"
)
_FOUND = (
    f"{_STOCK}/stocktakes/domain.py: return {{line.sku: "
    "'Nobody knows what a piece is worth. Receive what was found with its cost, and count again.' for line in lines "
    "if line.sku in worth and worth[line.sku] is None and ((line.difference or 0) > 0)}"
)
_PLACES = "Of what is rounded to, only the places count."


def _same(name: str, there: str, other: str) -> str:
    """The name of a mutant that has something other in one place of its statement."""
    return f"{name} -> {name.partition(': ')[2].replace(there, other)}"


EQUIVALENT: dict[str, dict[str, str]] = {
    "billing": {
        _same(f"{module}.py: {statement}", ", strict=True", other): _AS_MANY
        for module, statement in _TOGETHER
        for other in ("", ", strict=False")
    }
    | {
        _same(f"{_CREDITS}/claims.py: {_KEY}", "or 0", "or -1"): "Both come before any rate above zero.",
        _same(
            "contexts/billing/exchange/domain.py: return stand.by_id[same[0]] if same else None", "[0]", "[-1]"
        ): _ONLY,
        _same(_WIDTH, "or 0", "or 1"): "Only widths from three on matter.",
        _same(_WIDTH, "or 0", "or -1"): "Only widths from three on matter.",
        _same("contexts/billing/accounting/domain/extf.py: return False", "False", "None"): _WHETHER,
        _same(_LETTERS, "(letter, letter.", "(letter."): "A letter without another is spelled as it is.",
        _same(_ROW, ", strict=False", ""): "Is what holds anyway; a linter asks for it.",
        _same(_DETAILS, "< 2", "< 1"): "A detail that has the whole amount is read as the only one there is.",
        _same(_DETAIL, "details[0]", "details[-1]"): _ONLY,
        _same(_CHOSEN, "[0]", "[-1]"): "What is certain is the only proposal.",
        _same(_ALONE, "theirs[0]", "theirs[-1]"): _ONLY,
        _same(f"{_BANK}/matching.py: if amount < due:", "<", "<="): "What is due was told before.",
        _same(_TIES, "default=0", "default=1"): "Of no payments, none has any number of ties.",
        _same(_TIES, "default=0", "default=-1"): "Of no payments, none has any number of ties.",
        _same("contexts/billing/payments/domain.py: K = TypeVar('K')", "'K'", "'xK'"): "It is the name of a type.",
        _same(_LENGTH, "year=9999", "year=9998"): "Is as long.",
        _same(_LENGTH, "sequence=999999999", "sequence=999999998"): "Is as long.",
        _same(
            _DATA, "encoding='utf-8', ", ""
        ): "Is what machines that run tests take anyway; one of another kind would not.",
        _same(
            _DATA, ", newline=''", ""
        ): "No field of these files goes on in another line; csv asks for it all the same.",
    },
    "catalog": {_same(_CHOICES, ", strict=True", other): _AS_MANY for other in ("", ", strict=False")}
    | {_same(f"{_SEARCH}.py: {statement}", "parts[0]", "parts[-1]"): _ONLY for statement in _ONE_PART}
    | {
        _same(_IS_WORD, "len(parts[0])", "len(parts[-1])"): _ONLY,
        _same(_IS_WORD, "in parts[0]", "in parts[-1]"): _ONLY,
        _same(_CLOSE, "default=0", "default=1"): "Of no words, none is that close.",
        _same(_CLOSE, "default=0", "default=-1"): "Of no words, none is that close.",
        _same("contexts/catalog/offers/domain/gtin.py: return False", "False", "None"): _WHETHER,
        _same("contexts/catalog/offers/domain/variants.py: return ''", "''", "None"): _WHETHER,
        _same(_STEPS, "Decimal(1)", "Decimal(2)"): _PLACES,
        _same(_STEPS, "Decimal(1)", "Decimal(0)"): _PLACES,
        _same(_SMALL, ", quality=80", ""): "Is what Pillow takes anyway, until it takes another.",
    },
    "inventory": {
        _same(f"{_STOCK}/valuation/domain.py: {statement}", ", strict=True", other): _AS_MANY
        for statement in _SHARED_OUT
        for other in ("", ", strict=False")
    }
    | {
        _same(f"{_STOCK}/{statement}", there, other): "Nothing is corrected by no pieces."
        for statement, there, others in _DELTAS
        for other in others
    }
    | {_same(f"{_STOCK}/{statement}", ", 0)", ", -1)"): "Neither is a piece." for statement in _PIECES}
    | {
        _same(_SOURCING, "[[Sequence[StockLine], Sequence[Shelf]]", other): "It is the name of a type."
        for other in ("[[Sequence[Shelf]]", "[[Sequence[StockLine]]")
    }
    | {
        _same(_SUPPLIER, f".strip('-'){end}", f".strip('x-'){end}"): "All letters are capital ones here."
        for end in ("[", ")")
    }
    | {_same(_FOUND, "or 0", "or -1"): "Neither is more than nothing."},
    "gotuto": {
        "gotuto/imports/cells.py: Read = Callable[[str], Any] -> Read = Callable[[], Any]": "It is the name of a type."
    },
}
