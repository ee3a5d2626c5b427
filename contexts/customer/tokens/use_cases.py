"""What can be done about API tokens."""

from datetime import datetime
from uuid import UUID

from contexts.customer.accounts.errors import UserNotFound
from contexts.customer.accounts.models import User
from contexts.customer.tokens import domain, dto, models
from contexts.customer.tokens.errors import TokenNotFound, TokenTaken
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.text.email_address import spellings


@unit_of_work
def create_token(*, email: str, name: str, expires_at: datetime | None = None, now: datetime) -> dto.NewToken:
    """Make a token for somebody's programs; its secret is told this once. Raises UserNotFound."""
    user = _user(email)
    secret = domain.new_secret()
    row = models.ApiToken.objects.create(
        user=user, name=name, digest=domain.digest(secret), created_at=now, expires_at=expires_at
    )
    audit_log.record("token_made", token=row.id, account=user.id)
    return dto.NewToken(token=row.to_dto(), secret=secret)


@unit_of_work
def install_token(*, email: str, name: str, secret: str, now: datetime) -> dto.Token:
    """Let a secret that is set from outside open an account; it replaces an earlier one of the same name.

    Raises UserNotFound, TokenTaken when the secret opens another account.
    """
    user = _user(email)
    row, _ = models.ApiToken.objects.get_or_create(
        digest=domain.digest(secret), defaults={"user": user, "name": name, "created_at": now}
    )
    if row.user_id != user.id:
        raise TokenTaken
    models.ApiToken.objects.filter(user=user, name=name, revoked_at__isnull=True).exclude(id=row.id).update(
        revoked_at=now
    )
    return row.to_dto()


@unit_of_work
def revoke_token(*, token_id: UUID, now: datetime) -> dto.Token:
    """Make a token worthless at once; the first time counts. Raises TokenNotFound."""
    row = lock(models.ApiToken, token_id, missing=lambda: TokenNotFound(token_id=token_id))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        audit_log.record("token_revoked", token=row.id, account=row.user_id)
    return row.to_dto()


def _user(email: str) -> User:
    user = User.objects.filter(email__in=spellings(email)).first()
    if user is None:
        raise UserNotFound(email=email)
    return user
