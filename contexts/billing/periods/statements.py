"""Statements about closed periods."""

from gotuto.db import execute

# The trigger of payments takes the same lock, shared.
_SHUT = "SELECT pg_advisory_xact_lock(hashtext('billing.periods'), hashtext(%s))"


def shut(legal_entity: str) -> None:
    """Wait for whoever books money for this seller, and keep others from it until the transaction ends."""
    execute(_SHUT, [legal_entity])
