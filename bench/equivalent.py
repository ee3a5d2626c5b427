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
_CHOSEN = f"{_BANK}/matching.py: is_certain = ranked[0].score >= CERTAIN"
_ALONE = (
    f"{_BANK}/matching.py: "
    "proposal = _several(line, client, theirs, pool) if len(theirs) > 1 else _single(line, theirs[0], pool)"
)
_TIES = f"{_BANK}/reversals.py: most = max((len(ties) for _, ties in tied), default=0)"
_DATA = f"{_TAXES}/reference.py: with (_DATA / f'{{name}}.csv').open(encoding='utf-8', newline='') as file:"


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
        _same(_DETAILS, "< 2", "< 1"): "A detail that has the whole amount is read as the only one there is.",
        _same(_DETAIL, "details[0]", "details[-1]"): "It is the only one.",
        _same(_CHOSEN, "[0]", "[-1]"): "What is certain is the only proposal.",
        _same(_ALONE, "theirs[0]", "theirs[-1]"): "It is the only one.",
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
    }
}
