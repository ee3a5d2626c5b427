"""API tokens in the back office: made and revoked by superusers."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from contexts.customer.tokens import dto, models, use_cases
from gotuto.actions.asking import list_action
from gotuto.backoffice import ForSuperusers, UseCaseForm


class TokenForm(UseCaseForm):
    class Meta:
        model = models.ApiToken
        fields = ("user", "name", "expires_at")
        labels = {"user": "Acts for"}
        help_texts = {"name": "What it is for, to know it by.", "expires_at": "Left empty, it is valid without end."}

    def command(self, data: dict[str, Any]) -> dto.Token:
        made = use_cases.create_token(
            email=data["user"].email, name=data["name"], expires_at=data["expires_at"], now=timezone.now()
        )
        self.secret = made.secret
        return made.token


@admin.register(models.ApiToken)
class TokenAdmin(ForSuperusers):
    creates = True
    form = TokenForm
    list_display = ("name", "user", "created_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("user",)
    exclude = ("digest",)
    actions = ("revoke",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        messages.warning(request, f"Copy the token now, it is shown this once: {form.secret}")

    @list_action(
        description="Revoke",
        words="Programs that use them are signed out at once. This cannot be taken back.",
        only=Q(revoked_at=None),
    )
    def revoke(self, row: models.ApiToken, *, now: Any) -> None:
        use_cases.revoke_token(token_id=row.id, now=now)
