"""The table of API tokens."""

from typing import Self

from django.db import models

from contexts.customer.accounts import domain
from contexts.customer.accounts.models import User
from contexts.customer.tokens import dto
from gotuto.ids import ActorId, new_id


class TokenRows(models.QuerySet["ApiToken"]):
    def with_user(self) -> Self:
        return self.select_related("user").order_by("created_at", "id")


class ApiToken(models.Model):
    """A program's key to somebody's account; of the secret only a hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=domain.NAME_LENGTH)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenRows.as_manager()

    class Meta:
        verbose_name = "API token"
        constraints = [models.UniqueConstraint(fields=["digest"], name="customer_apitoken_digest")]

    def __str__(self) -> str:
        return self.name

    def to_dto(self) -> dto.Token:
        return dto.Token(
            id=ActorId(self.id),
            email=self.user.email,
            name=self.name,
            created_at=self.created_at,
            expires_at=self.expires_at,
            revoked_at=self.revoked_at,
        )
