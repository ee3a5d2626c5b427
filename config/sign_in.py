"""Signing in to the back office, as often a minute as anywhere else."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import Throttled
from unfold.forms import AuthenticationForm

from gotuto.http import limits


class BackOfficeSignIn(AuthenticationForm):
    """Django's form; whoever guesses passwords has to wait, and learns nothing in the meantime."""

    def clean(self) -> Any:
        try:
            limits.check("login", self.request)
        except Throttled:
            raise ValidationError("Too many attempts. Try again in a minute.") from None
        return super().clean()
