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
