"""How long a client is ready to wait for an answer that tells more (RFC 7240, `Prefer: wait=N`)."""

import re

from gotuto.http import dry_run

LONGEST_SECONDS = 30


def wanted_seconds(header: str) -> int | None:
    """The N of `Prefer: wait=N`, at most 30; None without one, and in a dry run, where nothing settles by waiting."""
    if dry_run.is_preferred(header):
        return None
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", header, re.IGNORECASE)
    return min(int(found[1]), LONGEST_SECONDS) if found else None
