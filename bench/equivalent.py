"""Mutants that no test can kill, because they do the same: by context, each with the reason."""

_TAXES, _CREDITS = "contexts/billing/taxes/domain", "contexts/billing/credits/domain"
_LINES = "contexts/billing/lines/domain"
_AS_MANY = (
    "What is walked through together was made one for one just before; strict= is there for whoever changes that."
)
# Walked through together, each with strict=True.
_TOGETHER = (
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
_KEY = "return (line.total.amount, line.unit_price.amount, line.sku, line.description, line.included_rate or {})"

EQUIVALENT: dict[str, dict[str, str]] = {
    "billing": {
        f"{module}.py: {statement} -> {statement.replace(', strict=True', other)}": _AS_MANY
        for module, statement in _TOGETHER
        for other in ("", ", strict=False")
    }
    | {f"{_CREDITS}/claims.py: {_KEY.format(0)} -> {_KEY.format(-1)}": "Both come before any rate above zero."}
}
