"""Questions about API tokens."""

from contexts.customer.accounts import domain
from contexts.customer.tokens import dto, models


def list_tokens(*, email: str | None = None) -> tuple[dto.Token, ...]:
    """Tokens from the oldest on, of everybody or of one address. Raises InvalidEmail."""
    rows = models.ApiToken.objects.with_user()
    if email is not None:
        rows = rows.filter(user__email=domain.normalised_email(email))
    return tuple(row.to_dto() for row in rows)
