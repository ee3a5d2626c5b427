"""How many rows are few: sooner looked up one by one than met on the way along a list."""

# No more than these, however many rows there are.
MOST_FEW = 5_000


def most_few(table: str) -> str:
    """A row whose `most` says of how many rows each is sooner looked up than met on the way along the list.

    Of m rows, n of which are wanted, 20 m / n are passed before a page is full: n is few as long as it is less than that.
    """
    return f"""(SELECT least(sqrt(20 * greatest(reltuples, 500)), {MOST_FEW})::int AS most
                FROM pg_class WHERE oid = '{table}'::regclass)"""  # noqa: S608  names, no values
