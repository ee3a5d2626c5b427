"""Questions about numbers."""

from contexts.billing.numbers import dto, statements


def list_number_series() -> tuple[dto.NumberSeries, ...]:
    """Every series of numbers with its gaps, of which there should be none."""
    return tuple(statements.number_series())
