"""Mutants that no test can kill, because they do the same: by context, each with the reason."""

_TAXES = "contexts/billing/taxes/domain"
_AS_MANY = (
    "What is walked through together was made one for one just before; strict= is there for whoever changes that."
)
# Walked through together, each with strict=True.
_TOGETHER = (
    ("crediting", "left = [group.gross - done.gross for group, done in zip(groups, before, strict=True)]"),
    ("crediting", "shares = zip(groups, before, parts, strict=True)"),
    ("pricing", "for line, amount in zip(lines, totals, strict=True):"),
    (
        "pricing",
        "taxed = [_taxed(taxation, amount, share, prices_include_tax) "
        "for (taxation, amount), share in zip(sums.items(), shares, strict=True)]",
    ),
)

EQUIVALENT: dict[str, dict[str, str]] = {
    "billing": {
        f"{_TAXES}/{module}.py: {statement} -> {statement.replace(', strict=True', other)}": _AS_MANY
        for module, statement in _TOGETHER
        for other in ("", ", strict=False")
    }
}
