"""Signing in by a form: with what was typed as it was typed, and as often a minute as anywhere else.

Beyond the limit nothing is looked at any more: hashing a password costs the server more than a guess costs the guesser.
"""

from typing import Any

from django import forms
from django.contrib.auth import user_logged_in, user_logged_out
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from rest_framework.exceptions import Throttled
from unfold import forms as unfold

from gotuto import audit_log
from gotuto.form_fields import LineField, PasswordField
from gotuto.http import limits


class Counted:
    """A form of Django's that counts before it looks."""

    request: Any
    cleaned_data: dict[str, Any]
    wait = 0

    def clean(self) -> Any:
        try:
            limits.check("login", self.request, account=self.cleaned_data.get("username") or "")
        except Throttled as throttled:
            self.wait = int(throttled.wait or 60)  # type: ignore[attr-defined]
            raise ValidationError(f"Too many attempts. Try again in {self.wait} seconds.") from None
        return super().clean()  # type: ignore[misc]


class SignIn(Counted, AuthenticationForm):
    """Django's form, which would turn letters into others that look alike: an account may be known by those."""

    username = LineField(widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}))
    password = PasswordField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class BackOfficeSignIn(Counted, unfold.AuthenticationForm):
    """The same for the back office."""

    username, password = SignIn.base_fields["username"], SignIn.base_fields["password"]


def _signed_in(user: Any, **_: Any) -> None:
    audit_log.record("signed_in", actor=user.pk)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        audit_log.record("signed_out", actor=user.pk)


user_logged_in.connect(_signed_in, dispatch_uid="config.signed_in")
user_logged_out.connect(_signed_out, dispatch_uid="config.signed_out")


def refused_for_now(answer: HttpResponse, form: Any) -> HttpResponse:
    """The page again; who has to wait is told by the status too."""
    if wait := getattr(form, "wait", 0):
        answer.status_code = 429
        answer["Retry-After"] = str(wait)
    return answer
