"""Signing in by a form: as often a minute as anywhere else, and with what was typed as it was typed."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from rest_framework.exceptions import Throttled
from unfold import forms as unfold

from gotuto.form_fields import LineField, PasswordField
from gotuto.http import limits


class SignIn(AuthenticationForm):
    """Django's form, which would turn letters into others that look alike: an account may be known by those."""

    username = LineField(widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}))
    password = PasswordField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class BackOfficeSignIn(unfold.AuthenticationForm):
    """The same for the back office; whoever guesses passwords has to wait, and learns nothing in the meantime."""

    username, password = SignIn.base_fields["username"], SignIn.base_fields["password"]

    def clean(self) -> Any:
        try:
            limits.check("login", self.request)
        except Throttled:
            raise ValidationError("Too many attempts. Try again in a minute.") from None
        return super().clean()
