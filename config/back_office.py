"""The back office as a whole: signing in to it, and changing one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.views import PasswordChangeView
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.forms import AdminOwnPasswordChangeForm
from unfold.sites import UnfoldAdminSite
from unfold.widgets import UnfoldBooleanSwitchWidget

from config.sign_in import refused_for_now
from gotuto import trace


class NewPasswordForm(AdminOwnPasswordChangeForm):
    """Django's form, and the question that it does not ask."""

    keep_tokens = forms.BooleanField(
        label="API tokens stay valid",
        required=False,
        help_text="Leave it off when somebody else may know the old password: they may have made a token with it.",
        widget=UnfoldBooleanSwitchWidget,
    )

    def save(self, commit: bool = True) -> Any:
        from contexts.customer.accounts.use_cases import replace_password

        trace.set_actor(self.user.pk)
        replace_password(
            user_id=self.user.pk,
            password=self.cleaned_data["new_password1"],
            keep_tokens=self.cleaned_data["keep_tokens"],
            now=timezone.now(),
        )
        self.user.refresh_from_db()
        return self.user


class BackOfficeSite(UnfoldAdminSite):
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().login(request, extra_context)
        return refused_for_now(answer, (getattr(answer, "context_data", None) or {}).get("form"))

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Raises Http404 for a page that there is not; Unfold's would break."""
        try:
            answer: HttpResponse = super().search(request, extra_context)
        except (ValueError, InvalidPage) as error:
            raise Http404 from error
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        view = PasswordChangeView.as_view(
            form_class=NewPasswordForm,
            template_name="admin/own_password.html",
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        answer: HttpResponse = view(request)  # type: ignore[assignment]  # it streams nothing
        return answer
