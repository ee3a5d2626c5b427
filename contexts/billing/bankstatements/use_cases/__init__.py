"""What is done with bank statements."""

from contexts.billing.bankstatements.use_cases.deciding import accept_line, park_line, split_line
from contexts.billing.bankstatements.use_cases.importing import import_statement
from contexts.billing.bankstatements.use_cases.matching import look_again, match_lines

__all__ = [
    "accept_line",
    "import_statement",
    "look_again",
    "match_lines",
    "park_line",
    "split_line",
]
