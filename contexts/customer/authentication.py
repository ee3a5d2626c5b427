"""Who is asking: a program with a token, or a person with a session; either costs one statement.

The REST framework imports this module while Django is still loading the applications, so that nothing here may import
a model before it is called.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

if TYPE_CHECKING:
    from contexts.customer.accounts.models import User


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>` (RFC 6750) for programs."""

    def authenticate(self, request: Request) -> "tuple[User, None] | None":
        """The owner of the token, or None when another way may be tried. Raises AuthenticationFailed."""
        from contexts.customer import sign_in

        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        user = sign_in.user_of_token(secret.strip(), now=timezone.now())
        if user is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked. Ask the shop for a new one.")
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="GoTuto"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API documentation speaks of tokens."""

    target_class = "contexts.customer.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token: manage.py token create EMAIL"}


class CookieAuthentication(SessionAuthentication):
    """The session of a person; who sends no cookie has none, and nobody looks for it."""

    def authenticate(self, request: Request) -> "tuple[User, None] | None":
        """The person, or None. Raises PermissionDenied for a change without a CSRF token."""
        return super().authenticate(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None


class CookieScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """How the API documentation speaks of sessions."""

    target_class = "contexts.customer.authentication.CookieAuthentication"


class EmailBackend:
    """Sessions of people, by e-mail and password; what a person may do follows from their roles, not from permissions."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **fields: Any
    ) -> "User | None":
        from contexts.customer import sign_in

        return sign_in.user_with_password(username or fields.get("email") or "", password or "")

    def get_user(self, user_id: UUID) -> "User | None":
        from contexts.customer import sign_in

        return sign_in.user_of_session(user_id)
