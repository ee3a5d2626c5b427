"""Mutants that no test can kill, because they do the same: by context, each with the reason."""

EQUIVALENT: dict[str, dict[str, str]] = {}
