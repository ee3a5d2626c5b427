"""Questions about API tokens."""

from contexts.customer.tokens import dto, models
from gotuto.text.email_address import spellings


def list_tokens(*, email: str | None = None) -> tuple[dto.Token, ...]:
    """Tokens from the oldest on, of everybody or of one address."""
    rows = models.ApiToken.objects.with_user()
    if email is not None:
        rows = rows.filter(user__email__in=spellings(email))
    return tuple(row.to_dto() for row in rows)
