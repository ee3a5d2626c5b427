"""Counting guests within a statement that is asked for anyway."""

from gotuto.errors import TooMany

# The fixed-window counter of `limits` as a part of a statement: what is taken back was not counted. `of` may begin with FROM;
# nothing is counted where it selects nothing.
COUNTED = """
INSERT INTO gotuto_http_ratewindow AS seen (scope, principal, minute, count)
SELECT %(scope)s, %(network)s, date_trunc('minute', clock_timestamp()), 1 {of}
ON CONFLICT (scope, principal, minute) DO UPDATE SET count = seen.count + 1
RETURNING count, 60 - extract(second FROM clock_timestamp())::int AS seconds_left
"""


def check_count(count: int, seconds_left: int, *, most: int) -> None:
    """Raises TooMany."""
    if count > most:
        raise TooMany(most=most, seconds=max(seconds_left, 1))
